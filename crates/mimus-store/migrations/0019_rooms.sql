-- What a route has carried of late is counted without going through all that it ever carried.
CREATE INDEX publications_route ON publications (route_id, updated_at);
