-- Write what differs.
delete from analitik.case_funnel s where not exists (
    select 1 from new_funnel n where (n.region_code, n.period, n.agency) = (s.region_code, s.period, s.agency)
       and (n.reached, n.named) = (s.reached, s.named));
insert into analitik.case_funnel (region_code, period, agency, reached, named)
select region_code, period, agency, reached, named from new_funnel on conflict do nothing;
delete from analitik.case_step s where not exists (
    select 1 from new_step n where (n.region_code, n.period, n.stage) = (s.region_code, s.period, s.stage)
       and (n.cases, n.moved, n.first_days, n.half_days, n.last_days, n.onward)
           is not distinct from (s.cases, s.moved, s.first_days, s.half_days, s.last_days, s.onward));
insert into analitik.case_step (region_code, period, stage, cases, moved, first_days, half_days, last_days, onward)
select region_code, period, stage, cases, moved, first_days, half_days, last_days, onward from new_step on conflict do nothing;
delete from analitik.case_waiting s where not exists (
    select 1 from new_waiting n
     where (n.region_code, n.stage, n.agency, n.band, n.cases) = (s.region_code, s.stage, s.agency, s.band, s.cases));
insert into analitik.case_waiting (region_code, stage, agency, band, cases)
select region_code, stage, agency, band, cases from new_waiting on conflict do nothing;
delete from analitik.case_standing s where not exists (
    select 1 from new_standing n
     where (n.regency_code, n.case_key) = (s.regency_code, s.case_key)
       and (n.stage, n.since, n.agency, n.agencies, n.stages) = (s.stage, s.since, s.agency, s.agencies, s.stages));
insert into analitik.case_standing (case_key, regency_code, stage, since, agency, agencies, stages)
select case_key, regency_code, stage, since, agency, agencies, stages from new_standing on conflict do nothing;
delete from analitik.breakdown s where s.subject = 'tat_putusan' and not exists (
    select 1 from new_advice n
     where (n.region_code, n.period, n.a, n.b, n.sensitivity) = (s.region_code, s.period, s.a, s.b, s.sensitivity)
       and (n.amount, n.status) is not distinct from (s.amount, s.status));
insert into analitik.breakdown (subject, period, region_code, a, b, sensitivity, amount, status)
select subject, period, region_code, a, b, sensitivity, amount, status from new_advice on conflict do nothing;
drop table stage_seen, stage_first, case_verdict, case_reach, case_began, new_funnel, spell, new_step, new_standing, new_waiting, new_advice;
