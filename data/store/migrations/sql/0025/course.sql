-- Courses of cases: how long steps take, and what stands still.
select 1;
