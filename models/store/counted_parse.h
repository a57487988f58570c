// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace tiebreak::store {

/// SQL: one reading for each unit of judging ?1: pinned before readable before the rest, newest first within
/// each. The item stands among the partition's columns, though the unit decides it, so that SQLite can look
/// for one item before it sorts.
inline const std::string counted_parse =
    "WITH counted AS (SELECT u.id AS unit_id, u.item_revision_id, u.repeat, "
    "u.group_no, u.judge, u.turn, u.orientation, y.call_id, y.text_id, y.repair, "
    "p.id AS parse_id, p.status, p.reason, p.parser_version, "
    "row_number() OVER (PARTITION BY u.id, u.item_revision_id ORDER BY p.pinned DESC, (p.status IN "
    "('read', 'not_judged')) DESC, p.id DESC) AS place "
    "FROM unit u JOIN reply y ON y.unit_id = u.id JOIN parse p ON p.reply_id = "
    "y.id WHERE u.judging_id = ?1) ";

} // namespace tiebreak::store
