-- Write what differs.
delete from analitik.breakdown s where s.subject <> 'tat_putusan' and not exists (
    select 1 from new_breakdown n
     where (n.region_code, n.period, n.subject, n.a, n.b, n.sensitivity) = (s.region_code, s.period, s.subject, s.a, s.b, s.sensitivity)
       and (n.amount, n.status) is not distinct from (s.amount, s.status));
insert into analitik.breakdown (subject, period, region_code, a, b, sensitivity, amount, status)
select subject, period, region_code, a, b, sensitivity, amount, status from new_breakdown on conflict do nothing;
delete from analitik.survival s where not exists (
    select 1 from new_survival n
     where (n.region_code, n.period, n.subject, n.service, n.agency, n.sensitivity)
           = (s.region_code, s.period, s.subject, s.service, s.agency, s.sensitivity)
       and (n.days, n.at_risk, n.share, n.low, n.high) is not distinct from (s.days, s.at_risk, s.share, s.low, s.high));
insert into analitik.survival (subject, period, region_code, service, agency, sensitivity, days, at_risk, share, low, high)
select subject, period, region_code, service, agency, sensitivity, days, at_risk, share, low, high from new_survival on conflict do nothing;
drop table treated, aftercare, agency_bit, served, new_breakdown, lasted, new_survival;
