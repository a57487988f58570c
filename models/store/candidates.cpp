// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/candidates.h"

#include "domain/error.h"
#include "domain/uuid.h"
#include "store/hash_column.h"
#include "text/digest.h"
#include "text/value_json.h"

namespace tiebreak::store {

namespace {

const std::string endpoint_columns =
    "e.base_url, e.key_name, e.concurrency, e.requests_per_minute, e.tokens_per_minute, e.timeout_s, "
    "e.allow_plain_http_key, e.stream ";

const std::string columns =
    "SELECT c.id, v.id, v.uid, v.number, c.slot, c.pinned, c.name, v.api, v.model, v.template, v.system, "
    "v.parameters, v.fingerprint, v.source, "
    "v.test_loss, v.test_loss_se, v.loss_set, v.tokenizer, v.parent, v.tags, v.price_input, "
    "v.price_output, " +
    endpoint_columns +
    "FROM candidate_revision v JOIN candidate c ON c.id = v.candidate_id LEFT JOIN endpoint e ON e.id = "
    "v.endpoint_id ";

std::string role_name(Role role) {
    return role == Role::judge ? "judge" : "candidate";
}

std::optional<int> small(const std::optional<std::int64_t>& value) {
    return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

/// Reads `endpoint_columns`, the first of which is number `at`.
domain::Endpoint endpoint_of(const Query& q, int at) {
    return {q.text(at),
            q.text(at + 1),
            static_cast<int>(q.integer(at + 2)),
            small(q.optional_integer(at + 3)),
            small(q.optional_integer(at + 4)),
            q.real(at + 5),
            q.integer(at + 6) != 0,
            q.integer(at + 7) != 0};
}

CandidateRow row_of(const Query& q) {
    CandidateRow row;
    row.id = q.id<domain::CandidateId>(0);
    row.revision = q.id<domain::CandidateRevisionId>(1);
    row.revision_uid = q.text(2);
    row.number = static_cast<int>(q.integer(3));
    row.slot = static_cast<int>(q.integer(4));
    row.pinned = q.integer(5) != 0;
    domain::Candidate& c = row.candidate;
    c.name = q.text(6);
    c.api = domain::api_from_string(q.text(7)).value_or(domain::Api::recorded);
    c.model = q.text(8);
    c.prompt_template = q.text(9);
    c.system = q.text(10);
    c.parameters = text::parameters_from_json(q.text(11));
    c.fingerprint = q.text(12);
    c.responses_path = q.text(13);
    c.test_loss = {q.optional_real(14), q.optional_real(15), q.text(16), q.text(17)};
    c.parent = q.text(18);
    c.tags = text::tags_from_json(q.text(19));
    if (!q.is_null(20) || !q.is_null(21)) {
        c.price = domain::Price{q.optional_real(20).value_or(0), q.optional_real(21).value_or(0)};
    }
    if (!q.is_null(22)) {
        c.endpoint = endpoint_of(q, 22);
    }
    return row;
}

/// scheme://host[:port] of an address that was checked when it was read; what keys and limits are bound to.
std::string origin_of(const std::string& url) {
    const std::size_t scheme = url.find("://");
    const std::size_t path = scheme == std::string::npos ? std::string::npos : url.find('/', scheme + 3);
    return url.substr(0, path);
}

void read_replicas(Connection& connection, CandidateRow& row) {
    Query query = connection.query("SELECT " + endpoint_columns +
                                   "FROM replica r JOIN endpoint e ON e.id = r.endpoint_id WHERE "
                                   "r.candidate_revision_id = ? ORDER BY e.id");
    query.bind(row.revision);
    while (query.step()) {
        row.candidate.replicas.push_back(endpoint_of(query, 0));
    }
}

domain::EndpointId save_endpoint(Connection& connection, domain::Api candidate_api,
                                 const domain::Endpoint& e) {
    if (candidate_api == domain::Api::recorded) {
        return {};
    }
    const std::string api = domain::to_string(candidate_api);
    {
        Query known = connection.query(
            "SELECT id FROM endpoint WHERE api = ? AND base_url = ? AND key_name = ? AND concurrency = ? AND "
            "requests_per_minute IS ? AND tokens_per_minute IS ? AND timeout_s = ? AND allow_plain_http_key "
            "= ? AND stream = ?");
        known.bind(api)
            .bind(e.base_url)
            .bind(e.key)
            .bind(e.concurrency)
            .bind(e.requests_per_minute)
            .bind(e.tokens_per_minute)
            .bind(e.timeout_s)
            .bind(e.allow_plain_http_key)
            .bind(e.stream);
        if (known.step()) {
            return known.id<domain::EndpointId>(0);
        }
    }
    connection
        .query("INSERT INTO endpoint(uid, api, base_url, origin, key_name, concurrency, requests_per_minute, "
               "tokens_per_minute, timeout_s, "
               "allow_plain_http_key, stream) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(domain::new_uuid())
        .bind(api)
        .bind(e.base_url)
        .bind(origin_of(e.base_url))
        .bind(e.key)
        .bind(e.concurrency)
        .bind(e.requests_per_minute)
        .bind(e.tokens_per_minute)
        .bind(e.timeout_s)
        .bind(e.allow_plain_http_key)
        .bind(e.stream)
        .run();
    return {connection.last_id()};
}

std::optional<double> price_part(const std::optional<domain::Price>& price, double domain::Price::*part) {
    return price ? std::optional((*price).*part) : std::nullopt;
}

void update_mutable(Connection& connection, domain::CandidateRevisionId revision,
                    const domain::Candidate& c) {
    connection
        .query("UPDATE candidate_revision SET endpoint_id = ?, source = ?, test_loss = ?, test_loss_se = ?, "
               "loss_set = ?, tokenizer = ?, parent = ?, "
               "tags = ?, price_input = ?, price_output = ? WHERE id = ?")
        .bind(save_endpoint(connection, c.api, c.endpoint))
        .bind(c.responses_path)
        .bind(c.test_loss.value)
        .bind(c.test_loss.se)
        .bind(c.test_loss.loss_set)
        .bind(c.test_loss.tokenizer)
        .bind(c.parent)
        .bind(text::tags_to_json(c.tags))
        .bind(price_part(c.price, &domain::Price::input))
        .bind(price_part(c.price, &domain::Price::output))
        .bind(revision)
        .run();
    connection.query("DELETE FROM replica WHERE candidate_revision_id = ?").bind(revision).run();
    for (const domain::Endpoint& replica : c.replicas) {
        connection.query("INSERT OR IGNORE INTO replica(candidate_revision_id, endpoint_id) VALUES (?, ?)")
            .bind(revision)
            .bind(save_endpoint(connection, c.api, replica))
            .run();
    }
}

domain::CandidateId candidate_named(Connection& connection, Role role, const std::string& name) {
    {
        Query known = connection.query("SELECT id FROM candidate WHERE role = ? AND name = ?");
        known.bind(role_name(role)).bind(name);
        if (known.step()) {
            const auto id = known.id<domain::CandidateId>(0);
            connection.query("UPDATE candidate SET deleted = NULL WHERE id = ? AND deleted IS NOT NULL")
                .bind(id)
                .run();
            return id;
        }
    }
    connection
        .query("INSERT INTO candidate(uid, role, name, slot, created) "
               "VALUES (?1, ?2, ?3, (SELECT coalesce(max(slot) + 1, 0) FROM candidate WHERE role = ?2), ?4)")
        .bind(domain::new_uuid())
        .bind(role_name(role))
        .bind(name)
        .bind(now_ms())
        .run();
    return {connection.last_id()};
}

} // namespace

std::string identity_of(const domain::Candidate& c) {
    text::Sha256 hash;
    hash.update_field("api", domain::to_string(c.api))
        .update_field("model", c.model)
        .update_field("template", c.prompt_template);
    hash.update_field("system", c.system)
        .update_field("parameters", text::parameters_to_json(c.parameters))
        .update_field("fingerprint", c.fingerprint);
    return hash.finish_hex();
}

CandidateRow save_candidate(Connection& connection, Role role, const domain::Candidate& c) {
    const domain::CandidateId id = candidate_named(connection, role, c.name);
    const std::string identity = hash_bytes(identity_of(c));
    domain::CandidateRevisionId revision;
    {
        Query known =
            connection.query("SELECT id FROM candidate_revision WHERE candidate_id = ? AND identity = ?");
        known.bind(id).bind_blob(identity);
        if (known.step()) {
            revision = known.id<domain::CandidateRevisionId>(0);
        }
    }
    if (!revision.stored()) {
        connection
            .query("INSERT INTO candidate_revision(uid, candidate_id, number, api, model, template, system, "
                   "parameters, identity, fingerprint, source, "
                   "loss_set, tokenizer, parent, tags, created) "
                   "VALUES (?1, ?2, (SELECT coalesce(max(number), 0) + 1 FROM candidate_revision WHERE "
                   "candidate_id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, '', "
                   "'', '', '', '{}', ?10)")
            .bind(domain::new_uuid())
            .bind(id)
            .bind(domain::to_string(c.api))
            .bind(c.model)
            .bind(c.prompt_template)
            .bind(c.system)
            .bind(text::parameters_to_json(c.parameters))
            .bind_blob(identity)
            .bind(c.fingerprint)
            .bind(now_ms())
            .run();
        revision = {connection.last_id()};
    }
    update_mutable(connection, revision, c);
    return candidate_revision(connection, revision);
}

void delete_candidate(Connection& connection, domain::CandidateId id) {
    connection.query("UPDATE candidate SET deleted = ? WHERE id = ?").bind(now_ms()).bind(id).run();
}

void restore_candidate(Connection& connection, domain::CandidateId id) {
    connection.query("UPDATE candidate SET deleted = NULL WHERE id = ?").bind(id).run();
}

void rename_candidate(Connection& connection, domain::CandidateId id, const std::string& name) {
    {
        Query taken = connection.query("SELECT 1 FROM candidate o JOIN candidate c ON c.role = o.role WHERE "
                                       "c.id = ?1 AND o.id <> ?1 AND o.name = ?2");
        taken.bind(id).bind(name);
        if (taken.step()) {
            throw domain::Error(domain::ErrorKind::usage, "another model has this name", name,
                                "choose another name: it stands in every table and chart");
        }
    }
    connection.query("UPDATE candidate SET name = ? WHERE id = ?").bind(name).bind(id).run();
}

std::vector<CandidateRow> candidates(Connection& connection, Role role) {
    Query query = connection.query(
        columns + "WHERE c.role = ? AND c.deleted IS NULL AND v.number = (SELECT max(number) FROM "
                  "candidate_revision WHERE candidate_id = c.id) "
                  "ORDER BY c.slot");
    query.bind(role_name(role));
    std::vector<CandidateRow> rows;
    while (query.step()) {
        rows.push_back(row_of(query));
    }
    for (CandidateRow& row : rows) {
        read_replicas(connection, row);
    }
    return rows;
}

std::optional<CandidateRow> find_candidate(Connection& connection, Role role, const std::string& name) {
    Query query =
        connection.query(columns + "WHERE c.role = ? AND c.name = ? ORDER BY v.number DESC LIMIT 1");
    query.bind(role_name(role)).bind(name);
    if (!query.step()) {
        return std::nullopt;
    }
    CandidateRow row = row_of(query);
    read_replicas(connection, row);
    return row;
}

CandidateRow candidate_revision(Connection& connection, domain::CandidateRevisionId revision) {
    Query query = connection.query(columns + "WHERE v.id = ?");
    query.bind(revision);
    if (!query.step()) {
        throw domain::Error(domain::ErrorKind::internal, "a candidate revision is missing", "project file");
    }
    CandidateRow row = row_of(query);
    read_replicas(connection, row);
    return row;
}

} // namespace tiebreak::store
