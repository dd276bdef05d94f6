-- The code that would have let somebody in, had they proven their address: proof lets them in by that code alone.
alter table class_requests add column code text;
