// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/reread.h"

#include "runs/reply_form.h"

namespace tiebreak::runs {

Reread reread_replies(store::Project& project, domain::JudgingId id, bool force) {
    ReplyForm form;
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
        form = reply_form(c, store::judging(c, id));
        replies = store::replies(c, id);
        result.read_before = count_read(c);
    });
    result.replies = static_cast<std::int64_t>(replies.size());
    project.writer().run([&](store::Connection& c) {
        for (const store::StoredReply& reply : replies) {
            const store::NewParse parse = read_reply(form, reply.text, reply.unit);
            if (force || parse.parser_version > reply.last_version) {
                store::add_parse(c, reply.reply, parse);
            }
        }
        result.read_now = count_read(c);
    });
    return result;
}

} // namespace tiebreak::runs
