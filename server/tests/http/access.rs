//! The access table: every endpoint that exists, who may call it and with what answer. An endpoint that is not in the
//! table fails the test; so does a line of the table that is no endpoint.
