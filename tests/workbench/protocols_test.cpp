// SPDX-License-Identifier: GPL-3.0-or-later
// Every protocol but pairs from an eval config to its report, with the test endpoint as judge.
#include "runs/reread.h"
#include "tests/support/protocol_answers.h"
#include "tests/workbench/protocol_desk.h"
#include "workbench/compare_view.h"
#include "workbench/pair_table.h"

#include <cmath>
#include <map>

namespace tiebreak::workbench {

using testing::Contains;
using testing::HasSubstr;

TEST(RubricMarks, AbsoluteOnEveryScaleAndSeveralByWeight) {
    ProtocolDesk desk;
    const Report report = desk.judge_with(
        {{{"name", "one"}, {"protocol", "rubric"}, {"rubric", "helpfulness-1-5"}, {"judge", desk.judge()}},
         {{"name", "yes"}, {"protocol", "rubric"}, {"rubric", "correctness-yes-no"}, {"judge", desk.judge()}},
         {{"name", "hundred"}, {"protocol", "rubric"}, {"rubric", "ift-0-100"}, {"judge", desk.judge()}},
         {{"name", "several"},
          {"protocol", "rubric"},
          {"criteria",
           {{{"rubric", "factuality-1-5"}, {"weight", 3}},
            {{"rubric",
              {{"criteria", "Is it kind?"},
               {"score1_description", "no"},
               {"score2_description", "hardly"},
               {"score3_description", "so so"},
               {"score4_description", "yes"},
               {"score5_description", "very"}}},
             {"weight", 1}}}},
          {"judge", desk.judge()}}});
    const auto mean = [](const std::vector<ScoreReport>& scores, const std::string& name) {
        for (const ScoreReport& score : scores) {
            if (score.name == name) {
                return score.mean.value_or(-1);
            }
        }
        return -2.0;
    };
    double five = 0;
    double yes = 0;
    double hundred = 0;
    for (int i = 0; i < items; ++i) {
        five += test::mark_on(quality(1, i), 1, 5);
        yes += quality(1, i) >= 50 ? 1 : 0;
        hundred += quality(1, i);
    }
    EXPECT_DOUBLE_EQ(mean(report.judgings.at(0).scores, "b"), five / items);
    EXPECT_DOUBLE_EQ(mean(report.judgings.at(1).scores, "b"), yes / items);
    EXPECT_DOUBLE_EQ(mean(report.judgings.at(2).scores, "b"), hundred / items);
    const JudgingReport& several = report.judgings.at(3);
    EXPECT_DOUBLE_EQ(mean(several.scores, "b"), five / items) << "this judge gives both criteria the same";
    ASSERT_EQ(several.criteria.size(), 2U);
    EXPECT_EQ(several.criteria[0].weight, 3);
    EXPECT_EQ(several.criteria[1].name, "Is it kind?");
    EXPECT_DOUBLE_EQ(mean(several.criteria[1].scores, "b"), five / items);
    EXPECT_EQ(several.calls, items * 3 * 2) << "each criterion is asked apart";
    open_every_view(desk);
}

TEST(RubricMarks, RelativeFormHasNoTieAndSaysWhatIsMissing) {
    ProtocolDesk desk;
    const Report report = desk.judge_with({{{"name", "relative"},
                                            {"protocol", "rubric"},
                                            {"relative", true},
                                            {"baseline", "a"},
                                            {"rubric", "helpfulness-1-5"},
                                            {"judge", desk.judge()}}});
    Expected counts = expected(1, 0);
    const PairReport& pair = pair_of(report.judgings.at(0), "b", "a");
    expect_counts(pair, counts);
    EXPECT_EQ(pair.inconsistent, counts.ties) << "equal ones get A each time, whoever that is";
    const auto error_of = [&](const json& judging) -> std::string {
        try {
            (void)set_up_run(desk.project, desk.client,
                             formats::read_eval_config(desk.config({judging}).dump()),
                             files_in(desk.folder.path()));
        } catch (const domain::Error& error) {
            return error.what();
        }
        return "(no error)";
    };
    EXPECT_THAT(error_of({{"name", "x"},
                          {"protocol", "rubric"},
                          {"rubric", {{"name", "bare"}, {"criteria", "c"}, {"scale", {1, 5}}}},
                          {"judge", desk.judge()}}),
                HasSubstr("does not describe its scores"));
    EXPECT_THAT(error_of({{"name", "x"},
                          {"protocol", "rubric"},
                          {"criteria", {{{"rubric", "helpfulness-1-5"}}, {{"rubric", "correctness-yes-no"}}}},
                          {"judge", desk.judge()}}),
                HasSubstr("different scales"));
    EXPECT_THAT(
        error_of(
            {{"name", "x"}, {"protocol", "rubric"}, {"rubric", "helpfullness-1-5"}, {"judge", desk.judge()}}),
        HasSubstr("\"helpfulness-1-5\""));
    EXPECT_THAT(error_of({{"name", "x"}, {"protocol", "joint"}, {"judge", {{"scorer", "exact"}}}}),
                HasSubstr("cannot be judged by a scorer"));
}

TEST(MultiTurn, EachTurnIsRatedAndCompared) {
    ProtocolDesk desk;
    desk.write("items.jsonl",
               R"({"id": "1", "category": "math", "turns": ["What is 2 + 2?", "And doubled?"]})"
               "\n"
               R"({"id": "2", "category": "writing", "turns": ["Write a line", "Again", "Once more"]})"
               "\n");
    json config = desk.config(
        {{{"name", "rated"}, {"protocol", "multi-turn"}, {"judge", desk.judge()}},
         {{"name", "pairs"}, {"protocol", "multi-turn"}, {"baseline", "a"}, {"judge", desk.judge()}}});
    config["candidates"] = json::array();
    for (const char* name : {"a", "b"}) {
        config["candidates"].push_back({{"name", name},
                                        {"api", "openai-chat"},
                                        {"base_url", desk.endpoint.base_url()},
                                        {"model", std::string("model-") + name}});
    }
    desk.endpoint.control({{"models", {"judge", "model-a", "model-b"}}});
    const Report report = desk.carry_out(config);
    constexpr int turns = 2 + 3;
    const JudgingReport& rated = report.judgings.at(0);
    EXPECT_EQ(rated.calls, 2 * turns);
    EXPECT_EQ(rated.judged, 2 * turns);
    ASSERT_EQ(rated.turns.size(), 3U);
    EXPECT_EQ(rated.turns[0].scores.at(0).n, 2);
    EXPECT_EQ(rated.turns[2].scores.at(0).n, 1);
    for (const ScoreReport& score : rated.scores) {
        EXPECT_GE(*score.mean, 1);
        EXPECT_LE(*score.mean, 10);
    }
    const JudgingReport& pairs = report.judgings.at(1);
    EXPECT_EQ(pairs.calls, 2 * turns);
    EXPECT_EQ(pairs.pairs.at(0).n, turns);
    EXPECT_EQ(pairs.turns.size(), 3U);
    EXPECT_EQ(pairs.turns[2].pairs.at(0).n, 1);
    EXPECT_EQ(desk.calls(), 2 * turns + 2 * turns + 2 * turns);
    open_every_view(desk);
}

TEST(MultiTurn, RecordedRepliesAreToldApartByTheirTurn) {
    ProtocolDesk desk;
    desk.write("items.jsonl", R"({"id": "1", "turns": ["What is 2 + 2?", "And doubled?"]})"
                              "\n"
                              R"({"id": "2", "turns": ["Write a line"]})"
                              "\n");
    desk.write("rated.jsonl", R"({"item": "1", "candidate": "a", "reply": "Rating: [[7]]"})"
                              "\n"
                              R"({"item": "1", "turn": 2, "candidate": "a", "reply": "Rating: [[3]]"})"
                              "\n"
                              R"({"item": "2", "turn": 2, "candidate": "a", "reply": "Rating: [[9]]"})"
                              "\n"
                              R"({"item": "2", "turn": 1, "candidate": "b", "reply": "Rating: [[10]]"})"
                              "\n");
    desk.write("pairs.jsonl", R"({"item": "1", "turn": 2, "order": ["b", "a"], "reply": "[[A]]"})"
                              "\n"
                              R"({"item": "1", "turn": 2, "order": ["a", "b"], "reply": "[[B]]"})"
                              "\n");
    json config = desk.config(
        {{{"name", "rated"}, {"protocol", "multi-turn"}, {"judge", {{"recorded", "rated.jsonl"}}}},
         {{"name", "pairs"},
          {"protocol", "multi-turn"},
          {"baseline", "a"},
          {"judge", {{"recorded", "pairs.jsonl"}}}}});
    config["candidates"] = json::array();
    for (const char* name : {"a", "b"}) {
        config["candidates"].push_back({{"name", name},
                                        {"api", "openai-chat"},
                                        {"base_url", desk.endpoint.base_url()},
                                        {"model", std::string("model-") + name}});
    }
    desk.endpoint.control({{"models", {"judge", "model-a", "model-b"}}});
    const Report report = desk.carry_out(config);
    const JudgingReport& rated = report.judgings.at(0);
    EXPECT_EQ(rated.judged, 3);
    EXPECT_EQ(rated.turns.at(0).scores.at(0).mean, 10);
    EXPECT_EQ(rated.turns.at(1).scores.at(0).mean, 3);
    EXPECT_THAT(rated.warnings, Contains(HasSubstr("item \"2\" has no turn 2 here")));
    EXPECT_THAT(rated.warnings, Contains(HasSubstr("3 of the prompts asked for have no recorded reply")));
    const PairReport& pair = pair_of(report.judgings.at(1), "b", "a");
    EXPECT_EQ(std::tuple(pair.wins, pair.ties, pair.losses, pair.n), std::tuple(1, 0, 0, 1));
    EXPECT_EQ(desk.calls(), 2 * 3) << "candidates only";
}

TEST(Majority, IsMoreThanHalfOfTheVotesElseATie) {
    using statistics::Preferred;
    constexpr auto win = Preferred::model;
    constexpr auto tie = Preferred::tie;
    constexpr auto loss = Preferred::baseline;
    // Each pair is one judge's two orders, seen from the first.
    const auto outcome = [](const std::vector<std::pair<Preferred, Preferred>>& judges) {
        std::vector<Showing> showings;
        for (std::size_t j = 0; j < judges.size(); ++j) {
            for (const int orientation : {0, 1}) {
                Showing showing;
                showing.opponent = 1;
                showing.judge = static_cast<int>(j);
                showing.orientation = orientation;
                showing.preferred = orientation == 0 ? judges[j].first : judges[j].second;
                showings.push_back(showing);
            }
        }
        const PairTable table = count_pairs(showings, true);
        return std::pair(table.battles.at(0).outcome, table.battles.at(0).inconsistent);
    };
    EXPECT_EQ(outcome({{win, win}}), std::pair(win, false));
    EXPECT_EQ(outcome({{win, loss}}), std::pair(tie, true));
    EXPECT_EQ(outcome({{win, tie}}), std::pair(tie, true)) << "a tie in either is a tie";
    EXPECT_EQ(outcome({{tie, tie}}), std::pair(tie, false));
    EXPECT_EQ(outcome({{win, win}, {win, win}, {loss, loss}}), std::pair(win, false));
    EXPECT_EQ(outcome({{win, win}, {loss, loss}}), std::pair(tie, false)) << "half is no majority";
    EXPECT_EQ(outcome({{win, win}, {tie, tie}, {loss, loss}}), std::pair(tie, false));
    EXPECT_EQ(outcome({{loss, loss}, {loss, loss}, {win, loss}}), std::pair(loss, false));
    Showing alone;
    const PairTable half = count_pairs({alone}, true);
    EXPECT_TRUE(half.battles.empty()) << "one order of two is no vote";
    EXPECT_EQ(half.incomplete.size(), 1U);
    EXPECT_EQ(count_pairs({alone}, false).battles.size(), 1U);
}

TEST(Panel, EachJudgeAsksEverythingAndMajorityDecides) {
    ProtocolDesk desk;
    const json judges = {desk.judge("judge"), desk.judge("judge-b")};
    const Report report = desk.judge_with(
        {{{"name", "pairs"}, {"protocol", "pairwise"}, {"baseline", "a"}, {"judges", judges}, {"repeats", 2}},
         {{"name", "scores"}, {"protocol", "single"}, {"judges", judges}}});
    const JudgingReport& pairs = report.judgings.at(0);
    EXPECT_EQ(pairs.calls, items * 2 * 2 * 2 * 2);
    expect_counts(pair_of(pairs, "b", "a"), expected(1, 0));
    ASSERT_EQ(pairs.panel.size(), 2U);
    EXPECT_EQ(pairs.panel[1].name, "judge-b");
    EXPECT_EQ(pairs.panel[1].calls, pairs.calls / 2);
    expect_counts(pairs.panel[1].pairs.at(0), expected(1, 0));
    const JudgingReport& scores = report.judgings.at(1);
    EXPECT_EQ(scores.calls, items * 3 * 2);
    EXPECT_EQ(scores.panel.at(0).scores.size(), 3U);
    EXPECT_EQ(scores.judge, "judge + judge-b");
    open_every_view(desk);
}

TEST(Repair, OneCallAsksForTheFormatAndIsRecorded) {
    ProtocolDesk desk;
    desk.endpoint.control({{"judge_every", {{"truncated", 4}}}});
    const Report report = desk.judge_with(
        {{{"name", "vs a"}, {"protocol", "pairwise"}, {"baseline", "a"}, {"judge", desk.judge()}},
         {{"name", "joint"}, {"protocol", "joint"}, {"judge", desk.judge()}, {"repair", false}}});
    const JudgingReport& mended = report.judgings.at(0);
    EXPECT_GT(mended.parse_failures, 0);
    EXPECT_EQ(mended.repaired, mended.parse_failures);
    EXPECT_EQ(mended.judged, items * 2 * 2);
    EXPECT_EQ(mended.calls, mended.judged + mended.parse_failures) << "counted in replies";
    expect_counts(pair_of(mended, "b", "a"), expected(1, 0));
    const JudgingReport& left = report.judgings.at(1);
    EXPECT_EQ(left.calls, items);
    EXPECT_EQ(left.repaired, 0);
    EXPECT_EQ(left.parse_failures, 2);
    EXPECT_EQ(desk.calls(), mended.calls + left.calls);
    EXPECT_THAT(to_text(report), HasSubstr("after a request for the format"));
}

TEST(Repair, AStubbornJudgeIsAskedOnceAndNothingIsGuessed) {
    ProtocolDesk desk;
    desk.endpoint.control({{"judge_every", {{"prose", 1}}}});
    const Report report =
        desk.judge_with({{{"name", "all"}, {"protocol", "round-robin"}, {"judge", desk.judge()}}});
    const JudgingReport& judging = report.judgings.at(0);
    EXPECT_EQ(judging.judged, 0);
    EXPECT_EQ(judging.parse_failures, items * 3 * 2 * 2);
    EXPECT_EQ(desk.calls(), judging.calls);
    EXPECT_TRUE(judging.pairs.empty());
    EXPECT_TRUE(judging.ratings.empty());
    EXPECT_FALSE(to_text(report).empty());
}

TEST(LinkedGroups, ScoresOfGroupsAreMovedByTheirAnchors) {
    ProtocolDesk desk;
    desk.names = {"a", "b", "c", "d", "e", "f", "g"};
    desk.write_answers();
    const Report report = desk.carry_out(
        desk.config({{{"name", "ift"}, {"protocol", "joint"}, {"group_size", 4}, {"judge", desk.judge()}}}));
    const JudgingReport& judging = report.judgings.at(0);
    EXPECT_EQ(judging.calls, items * 3) << "five others, two a group";
    for (const ScoreReport& score : judging.scores) {
        const int candidate = score.name[0] - 'a';
        double sum = 0;
        for (int i = 0; i < items; ++i) {
            sum += quality(candidate, i);
        }
        EXPECT_NEAR(*score.mean, sum / items, 1e-9) << "an exact judge is moved by nothing";
        EXPECT_EQ(score.n, items);
    }
    EXPECT_THAT(judging.warnings, Contains(HasSubstr("groups of at most 4 answers")));
    // A judge that gives ten points more in one group: its anchors tell, and the points go.
    desk.project.writer().run([](store::Connection& c) {
        c.execute(
            "UPDATE verdict SET score = score + 10 WHERE parse_id IN (SELECT p.id FROM parse p JOIN reply y "
            "ON y.id = p.reply_id JOIN unit u ON u.id = y.unit_id WHERE u.group_no = 1)");
    });
    const Report moved = desk.report();
    for (const ScoreReport& score : moved.judgings.at(0).scores) {
        double sum = 0;
        for (int i = 0; i < items; ++i) {
            sum += quality(score.name[0] - 'a', i);
        }
        EXPECT_NEAR(*score.mean, sum / items + 10.0 / 3, 1e-9) << "all alike: the order is untouched";
    }
}

TEST(Trial, JudgesTheItemsAskedForAndSaysSo) {
    ProtocolDesk desk;
    const Report report = desk.judge_with({{{"name", "trial"},
                                            {"protocol", "pairwise"},
                                            {"baseline", "a"},
                                            {"items", {{"sample", 3}}},
                                            {"judge", desk.judge()}}});
    EXPECT_EQ(report.judgings.at(0).calls, 3 * 2 * 2);
    EXPECT_EQ(pair_of(report.judgings.at(0), "b", "a").n, 3);
    EXPECT_THAT(report.judgings.at(0).warnings, Contains(HasSubstr("a trial on 3 of 8 items")));
}

TEST(OwnPrompt, IsReadFromItsFileAndCheckedBeforeTheFirstCall) {
    ProtocolDesk desk;
    desk.write_answers();
    desk.write("own.txt", "=== system\nReply as a \"winner\" object.\n=== user\n{{instruction}}\n"
                          "{{#answers}}{{heading}}\n{{text}}\n{{/answers}}");
    desk.write("broken.txt", "{{instruction}} and no answer");
    const Report report = desk.carry_out(desk.config({{{"name", "own"},
                                                       {"protocol", "pairwise"},
                                                       {"baseline", "a"},
                                                       {"prompt", "own.txt"},
                                                       {"judge", desk.judge()}}}));
    expect_counts(pair_of(report.judgings.at(0), "b", "a"), expected(1, 0));
    const int calls = desk.calls();
    const json broken = desk.config(
        {{{"name", "broken"}, {"protocol", "single"}, {"prompt", "broken.txt"}, {"judge", desk.judge()}}});
    try {
        (void)desk.carry_out(broken);
        FAIL() << "a prompt without the answer was taken";
    } catch (const domain::Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("does not show the judge the answer"));
    }
    EXPECT_EQ(desk.calls(), calls);
}

TEST(RecordedPairs, ReplayThroughTheSameParser) {
    ProtocolDesk desk;
    desk.write_answers();
    desk.write("replies.jsonl",
               R"({"item": "0", "order": ["b", "a"], "reply": "[[A]]"})"
               "\n"
               R"({"item": "0", "order": ["a", "b"], "reply": "{\"winner\": \"B\", \"reason\": \"x\"}"})"
               "\n"
               R"({"item": "1", "order": ["b", "a"], "reply": "[[A]]"})"
               "\n"
               R"({"item": "1", "order": ["a", "b"], "reply": "[[A]]"})"
               "\n"
               R"({"item": "2", "order": ["a", "b"], "reply": "who knows"})"
               "\n"
               R"({"item": "3", "order": ["b", "c"], "reply": "[[A]]"})"
               "\n");
    const Report report = desk.carry_out(desk.config({{{"name", "recorded"},
                                                       {"protocol", "pairwise"},
                                                       {"baseline", "a"},
                                                       {"judge", {{"recorded", "replies.jsonl"}}}}}));
    const JudgingReport& judging = report.judgings.at(0);
    const PairReport& pair = pair_of(judging, "b", "a");
    EXPECT_EQ(std::tuple(pair.wins, pair.ties, pair.losses, pair.inconsistent), std::tuple(1, 1, 0, 1));
    EXPECT_EQ(judging.parse_failures, 1);
    EXPECT_THAT(judging.warnings, Contains(HasSubstr("neither is the baseline")));
    EXPECT_THAT(judging.warnings, Contains(HasSubstr("have no recorded reply")));
}

TEST(Verdicts, OfPairsAreExportedWithOpponentWinnerAndOrigin) {
    ProtocolDesk desk;
    desk.endpoint.control({{"script", {"prose", "prose"}}});
    (void)desk.judge_with(
        {{{"name", "all"}, {"protocol", "round-robin"}, {"judge", desk.judge()}, {"repair", false}}});
    std::map<std::string, int> statuses;
    const std::int64_t rows = desk.project.read([&](store::Connection& c) {
        return export_verdicts(c, desk.run, [&](const formats::VerdictLine& line) {
            ++statuses[line.status];
            EXPECT_LT(line.candidate, line.opponent) << "also where the reply was not read";
            EXPECT_EQ(line.origin, "judge");
            if (line.status == "read") {
                const int item = std::stoi(line.item);
                const int own = quality(line.candidate[0] - 'a', item);
                const int other = quality(line.opponent[0] - 'a', item);
                EXPECT_EQ(line.winner, own > other ? line.candidate : own < other ? line.opponent : "tie");
            } else {
                EXPECT_EQ(line.winner, "");
            }
        });
    });
    EXPECT_EQ(rows, items * 3 * 2);
    EXPECT_EQ(statuses["parse_failure"], 2);
}

TEST(ChoiceLetter, IsScoredByTheLogProbabilitiesThatWereStored) {
    ProtocolDesk desk;
    desk.write("items.jsonl", R"({"id": "1", "instruction": "Which? A or B", "reference": "A"})"
                              "\n");
    json config = desk.config(
        {{{"name", "letters"}, {"judge", {{"scorer", "choice-letter"}, {"choices", 2}, {"logprobs", true}}}},
         {{"name", "plain"}, {"judge", {{"scorer", "choice-letter"}}}}});
    config["candidates"] = {{{"name", "told"},
                             {"api", "openai-chat"},
                             {"base_url", desk.endpoint.base_url()},
                             {"model", "model-a"},
                             {"parameters", {{"logprobs", true}, {"top_logprobs", 5}}}},
                            {{"name", "untold"},
                             {"api", "openai-chat"},
                             {"base_url", desk.endpoint.base_url()},
                             {"model", "model-b"}}};
    desk.endpoint.control({{"models", {"model-a", "model-b"}}});
    (void)desk.carry_out(config);
    // The endpoint's words hold no letter, so what was told is put in its place.
    desk.project.writer().run([](store::Connection& c) {
        c.execute(R"(UPDATE attempt SET envelope = '{"choices": [{"logprobs": {"content": [{"token": "B",)"
                  R"( "logprob": -1.2, "top_logprobs": [{"token": "A", "logprob": -0.4},)"
                  R"( {"token": "B", "logprob": -1.2}]}]}}]}' WHERE envelope LIKE '%top_logprobs%')");
        c.execute("DELETE FROM verdict");
        c.execute("DELETE FROM parse");
        c.execute("DELETE FROM reply");
        c.execute("UPDATE judging SET status = 'planned'");
    });
    const runs::Progress done = runs::execute(desk.project, desk.client, desk.run, {}, {});
    EXPECT_EQ(done.phase, runs::Progress::Phase::finished) << done.message;
    const JudgingReport letters = desk.report().judgings.at(0);
    EXPECT_EQ(letters.judged, 1);
    EXPECT_EQ(letters.not_judged, 1) << "nobody told this one's probabilities";
    EXPECT_EQ(letters.scores.at(0).mean, 100);
    ASSERT_EQ(letters.figures.size(), 1U);
    EXPECT_NEAR(*letters.figures[0].value, 100 / (1 + std::exp(-0.8)), 1e-6);
}

TEST(Reread, EveryProtocolGivesTheSameVerdictsWithoutACall) {
    ProtocolDesk desk;
    const Report before = desk.judge_with(
        {{{"name", "pairs"}, {"protocol", "pairwise"}, {"baseline", "a"}, {"judge", desk.judge()}},
         {{"name", "all"}, {"protocol", "round-robin"}, {"judge", desk.judge()}},
         {{"name", "criteria"},
          {"protocol", "rubric"},
          {"criteria", {{{"rubric", "factuality-1-5"}}, {{"rubric", "helpfulness-1-5"}}}},
          {"judge", desk.judge()}},
         {{"name", "yes"},
          {"protocol", "rubric"},
          {"rubric", "correctness-yes-no"},
          {"judge", desk.judge()}}});
    const int calls = desk.calls();
    desk.project.writer().run([](store::Connection& c) {
        c.execute("DELETE FROM verdict");
        c.execute("UPDATE parse SET status = 'parse_failure', reason = 'old', parser_version = 0");
    });
    for (const JudgingReport& judging : before.judgings) {
        const runs::Reread read = runs::reread_replies(desk.project, judging.id);
        EXPECT_EQ(read.read_before, 0);
        EXPECT_EQ(read.read_now, read.replies);
    }
    EXPECT_EQ(desk.calls(), calls);
    EXPECT_EQ(to_json(desk.report()), to_json(before));
}

} // namespace tiebreak::workbench
