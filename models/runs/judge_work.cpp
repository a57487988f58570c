// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/judge_work.h"

#include "client/weights.h"
#include "domain/error.h"
#include "runs/call_key.h"
#include "runs/feeder.h"
#include "runs/judge_questions.h"
#include "runs/model_turns.h"
#include "store/responses.h"
#include "store/texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <tuple>

namespace tiebreak::runs {

namespace {

/// Throws where the judge's server tells other weights than the one's that began; one that cannot tell is
/// known by the model id that each reply names.
void check_weights(const std::string& judging, const domain::Candidate& judge,
                   const client::Weights& weights) {
    if (weights.knowledge == client::Weights::Knowledge::told && weights.fingerprint != judge.fingerprint) {
        throw domain::Error(
            domain::ErrorKind::endpoint,
            "the judge's server now serves other weights than when this judging was made (" + weights.detail +
                ")",
            "judging " + judging,
            "load the former judge again, or judge anew: scores of different judges never mix");
    }
}

/// One question to one judge: a unit, or the request for the format after its reply.
struct Task {
    const judging::Unit* unit = nullptr;
    std::string unreadable; ///< the reply to be given again; empty: the unit itself is asked
    std::string problem;    ///< with it, in words
    int round = 1;

    [[nodiscard]] bool repair() const { return !problem.empty(); }
};

/// What became of a question of a ranking.
struct Arrival {
    judging::Unit unit;
    bool repair = false;
    bool failed = false;
    bool to_repair = false; ///< unreadable, and its format is being asked for
    judging::RankingReply reply;

    [[nodiscard]] auto key() const {
        return std::tuple(unit.item, unit.repeat, unit.judge, unit.group, unit.orientation);
    }
};

class JudgeWork {
public:
    JudgeWork(const JudgeContext& context, JudgeQuestions& questions)
        : context_(context)
        , questions_(questions)
        , reader_(context.project.reader()) {
        for (const store::CandidateRow& row : questions.judges) {
            models_.push_back(std::make_shared<const domain::Candidate>(row.candidate));
            returned_.emplace_back();
        }
    }

    /// Pairs of identical answers are ties that nobody is asked about.
    void settle_identical() {
        std::int64_t settled = 0;
        context_.project.writer().run([&](store::Connection& c) {
            for (const std::size_t i : questions_.settled_without_a_call()) {
                const store::UnitRow row = stored_form(questions_.remaining.units[i], questions_.material);
                store::NewParse parse;
                parse.verdicts = pair_verdicts(row, 0, std::nullopt, "the answers are identical");
                store::add_parse(c, store::add_reply(c, save(c, row), {}), parse);
                ++settled;
            }
            if (questions_.rankings) {
                for (const store::UnitRow& line_up : questions_.rankings->settled()) {
                    store::save_unit(c, context_.judging.id, line_up);
                }
            }
        });
        context_.tracker.replied_many(context_.index, settled, 0, 0);
    }

    /// Units whose question is answered already get that reply: nothing is asked and paid twice.
    void take_over(const std::vector<std::pair<std::size_t, domain::CallId>>& known) {
        std::int64_t read = 0;
        std::int64_t failures = 0;
        context_.project.writer().run([&](store::Connection& c) {
            for (const auto& [index, call] : known) {
                const store::UnitRow row =
                    stored_form(questions_.remaining.units[index], questions_.material);
                const store::NewParse parse = read_reply(questions_.form, store::call_text(c, call), row);
                ++(parse.status == store::ParseStatus::read ? read : failures);
                note_arrival(questions_.remaining.units[index], false, row, parse,
                             parse.status == store::ParseStatus::parse_failure && questions_.settings.repair);
                store::add_parse(c, store::add_reply(c, save(c, row), {call, std::nullopt, false}), parse);
            }
        });
        context_.tracker.replied_many(context_.index, read, failures, 0);
    }

    /// Throws domain::Error where a judge is another one by now. One whose server would have to load it first
    /// is looked at when it is its turn.
    void check_judges() {
        for (std::size_t j = 0; j < models_.size(); ++j) {
            const client::Weights weights =
                client::fingerprint(context_.client, *models_[j], client::Loading::leave);
            check_weights(context_.judging.name, *models_[j], weights);
            if (weights.knowledge == client::Weights::Knowledge::not_loaded) {
                postponed_.insert(j);
            }
        }
    }

    void ask(std::vector<Task> tasks, const std::stop_token& stop);

    /// The requests for the format that are due to replies stored before: every unreadable one that has had
    /// none.
    [[nodiscard]] std::vector<Task> repairs();
    /// Whether there may be any: reading what is stored takes its time.
    [[nodiscard]] bool may_repair();
    /// Replies of this round that there is nothing to be asked about stay unreadable.
    void keep_unread(const std::vector<Task>& repairs);

    /// Tells the rankings what has arrived since the last round, and takes up what they ask next; false where
    /// nothing is to be asked.
    bool next_round();

    /// What each judge's service called its model, where it named several.
    [[nodiscard]] std::vector<std::string> notes() const {
        std::vector<std::string> notes;
        for (std::size_t j = 0; j < returned_.size(); ++j) {
            if (returned_[j].size() < 2) {
                continue;
            }
            std::string names;
            for (const std::string& name : returned_[j]) {
                names += (names.empty() ? "" : ", ") + (name.empty() ? "(unnamed)" : name);
            }
            const std::string who = returned_.size() > 1 ? models_[j]->name : "the judge";
            notes.push_back(who + "'s service answered with different models: " + names);
        }
        return notes;
    }

private:
    domain::UnitId save(store::Connection& connection, const store::UnitRow& row) const {
        if (questions_.rankings) { // who takes part is settled with the first reply
            store::save_unit(connection, context_.judging.id,
                             questions_.rankings->line_up({row.item, row.repeat, row.judge}));
        }
        return store::save_unit(connection, context_.judging.id, row);
    }
    void note_arrival(const judging::Unit& unit, bool repair, const store::UnitRow& row,
                      const store::NewParse& parse, bool to_repair);
    /// A question on its way.
    struct Flight {
        std::string key;
        double estimate = 0;
    };

    [[nodiscard]] std::size_t judge_of(Feeder::Job job) const {
        return static_cast<std::size_t>(tasks_[job].unit->judge);
    }
    [[nodiscard]] ModelTurns turns() const;
    [[nodiscard]] client::ModelCall make(Feeder::Job job);
    void answered(Feeder& feeder, Feeder::Job job, domain::Answer answer);
    void store_answer(Feeder& feeder, Feeder::Job job, domain::Answer answer, bool once_more);
    void committed(Feeder& feeder, Feeder::Job job, const store::UnitRow& row, const store::NewParse& parse,
                   Task repair);

    const JudgeContext& context_;
    JudgeQuestions& questions_;
    store::Project::Reader reader_;
    std::vector<std::shared_ptr<const domain::Candidate>> models_;
    std::set<std::size_t> postponed_; ///< judges whose weights are looked at when they are loaded
    std::vector<Task> tasks_;         ///< each belongs to whoever has its job
    std::vector<Flight> flights_;     ///< likewise
    std::mutex mutex_;
    std::vector<std::set<std::string>> returned_; ///< model ids, by judge
    std::vector<Arrival> arrived_;                ///< of rankings, in order, since the last round
};

void JudgeWork::note_arrival(const judging::Unit& unit, bool repair, const store::UnitRow& row,
                             const store::NewParse& parse, bool to_repair) {
    if (!questions_.rankings) {
        return;
    }
    Arrival arrival{unit, repair, parse.status == store::ParseStatus::failed, to_repair, {}};
    if (!arrival.failed) {
        arrival.reply = ranking_reply(questions_.rankings->method(), row, parse);
    }
    const std::lock_guard lock(mutex_);
    arrived_.push_back(std::move(arrival));
}

bool JudgeWork::may_repair() {
    const std::lock_guard lock(mutex_);
    return !questions_.rankings || !questions_.remaining.repairs.empty() ||
           std::ranges::any_of(arrived_, &Arrival::to_repair);
}

void JudgeWork::keep_unread(const std::vector<Task>& repairs) {
    std::set<std::tuple<std::size_t, int, int, int, int>> asked;
    for (const Task& task : repairs) {
        asked.insert(Arrival{*task.unit, true, false, false, {}}.key());
    }
    const std::lock_guard lock(mutex_);
    for (Arrival& arrival : arrived_) {
        arrival.to_repair = arrival.to_repair && asked.contains(arrival.key());
    }
}

bool JudgeWork::next_round() {
    if (!questions_.rankings) {
        return false;
    }
    Rankings& rankings = *questions_.rankings;
    const std::int64_t expected = rankings.to_come().most;
    std::vector<Arrival> arrived;
    {
        const std::lock_guard lock(mutex_);
        arrived.swap(arrived_);
    }
    std::int64_t asked = 0;
    std::map<std::tuple<std::size_t, int, int, int, int>, std::size_t> last; // what came last counts
    for (std::size_t i = 0; i < arrived.size(); ++i) {
        last.insert_or_assign(arrived[i].key(), i);
        asked += arrived[i].repair ? 0 : 1;
    }
    for (const auto& [key, index] : last) {
        Arrival& arrival = arrived[index];
        if (arrival.failed || arrival.to_repair) {
            rankings.give_up(arrival.unit); // the next run asks it, or for its format
        } else {
            rankings.answer(arrival.unit, std::move(arrival.reply));
        }
    }
    // Less than was expected at most is to come where verdicts decide how much is asked.
    context_.tracker.expect_more(context_.index, rankings.to_come().most - (expected - asked));
    questions_.remaining.units = rankings.open();
    questions_.remaining.repairs.clear();
    return !questions_.remaining.units.empty();
}

client::ModelCall JudgeWork::make(Feeder::Job job) {
    const Task& task = tasks_[job];
    client::ModelCall call;
    call.model = models_[judge_of(job)];
    call.messages = questions_.messages(*reader_, *task.unit);
    if (task.repair()) {
        call.messages.push_back({"assistant", task.unreadable});
        call.messages.push_back(judging::repair_request(task.problem));
    }
    flights_[job] = {questions_.key(*task.unit, call.messages), context_.budget.estimate(call)};
    return call;
}

void JudgeWork::answered(Feeder& feeder, Feeder::Job job, domain::Answer answer) {
    if (answer.failure == domain::FailureKind::cancelled) {
        context_.budget.give_back(flights_[job].estimate);
        feeder.stored(job);
        return;
    }
    const Patience verdict = judge(context_.patience, answer, tasks_[job].round);
    if (verdict == Patience::endpoint_gone) {
        context_.budget.give_back(flights_[job].estimate);
        feeder.fail(std::make_exception_ptr(domain::Error(
            domain::ErrorKind::endpoint,
            "the judge's server cannot be reached any more (" + answer.failure_detail + ")",
            "judging " + context_.judging.name, "start it again and resume: what was judged is stored")));
        feeder.stored(job);
        return;
    }
    store_answer(feeder, job, std::move(answer), verdict == Patience::once_more);
}

void JudgeWork::store_answer(Feeder& feeder, Feeder::Job job, domain::Answer answer, bool once_more) {
    const Task& task = tasks_[job];
    const std::size_t judge = judge_of(job);
    const domain::Candidate& model = *models_[judge];
    const bool failed = answer.failure != domain::FailureKind::none;
    const store::UnitRow row = stored_form(*task.unit, questions_.material);
    store::NewParse parse;
    Task repair{task.unit, {}, {}};
    if (failed) {
        parse.parser_version = 0;
        parse.status = store::ParseStatus::failed;
        parse.reason = domain::to_string(answer.failure);
    } else {
        parse = read_answer(questions_.form, answer, row, &repair.problem);
        repair.unreadable = repair.problem.empty() ? std::string() : answer.text;
        const std::lock_guard lock(mutex_);
        returned_[judge].insert(answer.model_returned);
    }
    const std::optional<double> cost = cost_of(answer, model.price);
    context_.budget.settle(answer.attempts == 0 ? 0 : flights_[job].estimate, cost, model,
                           answer.usage.completion_tokens);
    // A request for the format that failed leaves the reply as unreadable as it was; it is asked again.
    const bool keep_reply = !failed || !task.repair();
    const auto read = std::make_shared<const store::NewParse>(std::move(parse));
    context_.project.writer().post(
        [this, row, job, judge, keep_reply, repair = task.repair(), read, answer = std::move(answer),
         cost](store::Connection& c) {
            const domain::CallId call =
                store::save_call(c, flights_[job].key, questions_.judges[judge].revision, answer, cost);
            if (keep_reply) {
                store::add_parse(c, store::add_reply(c, save(c, row), {call, std::nullopt, repair}), *read);
            }
        },
        [this, &feeder, job, row, read, failed, cost, once_more,
         repair = std::move(repair)](const std::exception_ptr& error) {
            if (error) {
                feeder.fail(error);
            } else if (once_more) {
                context_.tracker.spent(cost);
                ++tasks_[job].round;
                feeder.later(job);
            } else {
                context_.tracker.replied(context_.index, read->status == store::ParseStatus::read, failed,
                                         cost);
                committed(feeder, job, row, *read, repair);
            }
            feeder.stored(job);
        });
}

/// An unreadable reply is asked for its format, while its judge is loaded.
void JudgeWork::committed(Feeder& feeder, Feeder::Job job, const store::UnitRow& row,
                          const store::NewParse& parse, Task repair) {
    const bool asks_again = questions_.settings.repair && parse.status == store::ParseStatus::parse_failure &&
                            repair.repair() && !tasks_[job].repair();
    note_arrival(*tasks_[job].unit, tasks_[job].repair(), row, parse, asks_again);
    if (asks_again) {
        tasks_[job] = std::move(repair);
        context_.tracker.expect_more(context_.index, 1);
        feeder.later(job);
    }
}

ModelTurns JudgeWork::turns() const {
    std::vector<std::shared_ptr<const domain::Candidate>> asked(models_.size());
    for (std::size_t job = 0; job < tasks_.size(); ++job) {
        asked[judge_of(job)] = models_[judge_of(job)];
    }
    return {context_.client,
            std::move(asked),
            {.wanted = [postponed = postponed_](std::size_t j) { return postponed.contains(j); },
             .entered = [judging = context_.judging.name, models = models_](
                            std::size_t j,
                            const client::Weights& now) { check_weights(judging, *models[j], now); },
             .left = [](std::size_t, const client::Weights&) {}}};
}

void JudgeWork::ask(std::vector<Task> tasks, const std::stop_token& stop) {
    tasks_ = std::move(tasks);
    flights_.assign(tasks_.size(), {});
    const ModelTurns turns = this->turns();
    const auto judge_or_none = [this](std::optional<Feeder::Job> job) {
        return job ? std::optional(judge_of(*job)) : std::nullopt;
    };
    Feeder feeder(
        context_.client,
        {.make = [this](Feeder::Job job) { return make(job); },
         .answered = [this, &feeder](Feeder::Job job,
                                     domain::Answer answer) { answered(feeder, job, std::move(answer)); },
         .admit = [this](Feeder::Job job,
                         const client::ModelCall&) { return context_.budget.admit(flights_[job].estimate); },
         .next_model =
             [&](std::optional<Feeder::Job> done, std::optional<Feeder::Job> next, Feeder::Ready ready) {
                 turns.change(judge_or_none(done), judge_or_none(next), std::move(ready));
             }});
    for (std::size_t job = 0; job < tasks_.size(); ++job) {
        feeder.add(job, turns.place(judge_of(job)));
    }
    feeder.run(stop, [this] {
        context_.tracker.set_waiting(waiting_for(context_.client));
        context_.tracker.tell_if_due();
    });
}

std::vector<Task> JudgeWork::repairs() {
    using Key = std::tuple<std::int64_t, int, int, int, int, int>;
    std::map<Key, domain::TextId> unread;
    const store::Project::Reader fresh = context_.project.reader();
    for (const store::UnitState& state : store::unit_states(*fresh, context_.judging.id)) {
        if (state.status == store::ParseStatus::parse_failure && !state.repair && state.text.stored()) {
            unread[{state.item.value, state.turn, state.repeat, state.group, state.orientation,
                    state.judge}] = state.text;
        }
    }
    std::vector<Task> tasks;
    const auto add = [&](const std::vector<judging::Unit>& units) {
        for (const judging::Unit& unit : units) {
            const store::UnitRow row = stored_form(unit, questions_.material);
            const auto found =
                unread.find({row.item.value, row.turn, row.repeat, row.group, row.orientation, row.judge});
            if (found == unread.end()) {
                continue;
            }
            Task task{&unit, store::text_body(*fresh, found->second), {}};
            (void)read_reply(questions_.form, task.unreadable, row, &task.problem);
            if (task.repair()) {
                tasks.push_back(std::move(task));
            }
        }
    };
    add(questions_.remaining.units);
    add(questions_.remaining.repairs);
    return tasks;
}

/// Everything that can be asked now: once for most judgings, again and again for rankings. False where
/// nothing was to be had.
bool ask_round(const JudgeContext& context, const JudgeQuestions& questions, JudgeWork& work,
               const std::stop_token& stop) {
    const std::vector<judging::Unit>& units = questions.remaining.units;
    // The same judge was asked the very same before (another run over the same answers): its reply is there.
    const auto known =
        context.project.read([&](store::Connection& c) { return questions.answered_before(c); });
    work.take_over(known);
    if (context.selection.nothing) {
        return !known.empty();
    }
    std::vector<Task> tasks;
    auto next_known = known.begin();
    for (std::size_t i = 0; i < units.size(); ++i) {
        if (next_known != known.end() && next_known->first == i) {
            ++next_known;
        } else if (!units[i].identical) {
            tasks.push_back({&units[i], {}, {}});
        }
    }
    if (questions.settings.repair && work.may_repair()) {
        std::vector<Task> repairs = work.repairs();
        work.keep_unread(repairs);
        context.tracker.expect_more(context.index, static_cast<std::int64_t>(repairs.size()));
        std::ranges::move(repairs, std::back_inserter(tasks));
    }
    const bool any = !known.empty() || !tasks.empty();
    work.ask(std::move(tasks), stop);
    return any;
}

} // namespace

void judge_by_model(const JudgeContext& context, const std::stop_token& stop) {
    const store::JudgingRow& judging = context.judging;
    JudgeQuestions questions = context.project.read(
        [&](store::Connection& c) { return read_judge_questions(c, context.run, judging); });
    const Remaining& remaining = questions.remaining;
    context.tracker.expect_judging(context.index, remaining.total,
                                   {{}, remaining.read, remaining.parse_failures, 0, 0});
    const bool repairs_due = questions.settings.repair && !remaining.repairs.empty();
    const bool settles = questions.rankings && !questions.rankings->settled().empty();
    if (remaining.units.empty() && !repairs_due && !settles) {
        return;
    }
    JudgeWork work(context, questions);
    if (!context.selection.nothing) {
        work.check_judges();
    }
    work.settle_identical();
    while (ask_round(context, questions, work, stop) && !stop.stop_requested() &&
           !context.budget.exhausted() && work.next_round()) {
    }
    if (context.selection.nothing) {
        return;
    }
    std::vector<std::string> notes = questions.notes;
    const std::vector<std::string> more = work.notes();
    notes.insert(notes.end(), more.begin(), more.end());
    if (!notes.empty()) {
        context.project.writer().run(
            [&](store::Connection& c) { store::set_judging_notes(c, judging.id, notes); });
    }
}

} // namespace tiebreak::runs
