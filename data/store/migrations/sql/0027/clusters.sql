-- Clusters of areas.
select 1;
