// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/reread.h"

#include "judging/parse.h"
#include "runs/judge_work.h"
#include "store/rubrics.h"

namespace tiebreak::runs {

Reread reread_replies(store::Project& project, domain::JudgingId id, bool force) {
    store::JudgingRow judging;
    domain::Rubric rubric;
    std::vector<store::StoredReply> replies;
    Reread result;
    const auto count_read = [&](store::Connection& c) {
        std::int64_t read = 0;
        for (const store::UnitState& state : store::unit_states(c, id)) {
            read += state.status == store::ParseStatus::read ? 1 : 0;
        }
        return read;
    };
    project.read([&](store::Connection& c) {
        judging = store::judging(c, id);
        rubric = judging.rubric.stored() ? store::rubric(c, judging.rubric) : domain::Rubric{};
        replies = store::replies(c, id);
        result.read_before = count_read(c);
    });
    result.replies = static_cast<std::int64_t>(replies.size());
    project.writer().run([&](store::Connection& c) {
        for (const store::StoredReply& reply : replies) {
            const store::NewParse parse = read_reply(judging.protocol, reply.text, reply.unit, rubric);
            if (force || parse.parser_version > reply.last_version) {
                store::add_parse(c, reply.reply, parse);
            }
        }
        result.read_now = count_read(c);
    });
    return result;
}

} // namespace tiebreak::runs
