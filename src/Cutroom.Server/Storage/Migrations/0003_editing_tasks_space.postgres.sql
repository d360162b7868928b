-- Room on each page, so that renewals and progress rewrite rows in place without touching an index.
alter table editing_tasks set (fillfactor = 70);
alter table editing_task_counts set (fillfactor = 50);
