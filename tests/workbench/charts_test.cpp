// SPDX-License-Identifier: GPL-3.0-or-later
// The charts beside loss against score: each figure against a second way to it.
#include "domain/error.h"
#include "tests/workbench/judged_project.h"
#include "workbench/chart_parts.h"
#include "workbench/charts.h"
#include "workbench/samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

namespace tiebreak::workbench {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Chart chart_of(JudgedProject& p, ChartKind kind, const ChartWish& wish = {}) {
    return p.project.read([&](Connection& c) { return make_chart(c, p.run, kind, wish); });
}

domain::Candidate child(const std::string& name, const std::string& parent, std::optional<double> loss = {},
                        const std::map<std::string, std::string>& tags = {}) {
    domain::Candidate candidate = model(name, loss);
    candidate.parent = parent;
    candidate.tags = tags;
    return candidate;
}

std::vector<std::string> names_of(const Chart& chart) {
    std::vector<std::string> names;
    for (const ChartItem& item : chart.items) {
        names.push_back(item.name);
    }
    return names;
}

std::string fact(const ChartItem& item, const std::string& label) {
    for (const auto& [key, value] : item.facts) {
        if (key == label) {
            return value;
        }
    }
    return "";
}

/// Six items under four checkpoints of one chain, in a config's order that is not that of the chain.
struct Chain : JudgedProject {
    domain::JudgingId ift;
    Chain() {
        make(plain_items(6),
             {child("c", "b", 3.2, {{"step", "3000"}}), child("a", "", 3.9, {{"step", "1000"}}),
              child("d", "c", 3.1, {{"step", "20000"}}), child("b", "a", 3.5, {{"step", "2000"}})});
        ift = judging("ift", domain::Protocol::joint, "recorded", "j");
        write([&](Connection& c) {
            for (std::size_t i = 0; i < 6; ++i) {
                const auto s = static_cast<double>(i);
                joint(c, ift, i, 1, {{0, 50 + s, ""}, {1, 30 - s, ""}, {2, 55 + s, ""}, {3, 40 + 2 * s, ""}});
            }
        });
    }
};

} // namespace

TEST(ChartCheckpoints, FollowTheParentsNotTheConfig) {
    Chain p;
    const Chart chart = chart_of(p, ChartKind::checkpoints);
    EXPECT_EQ(chart.option.current, "parent");
    EXPECT_THAT(names_of(chart), ElementsAre("a", "b", "c", "d"));
    EXPECT_THAT(chart.x.categories, ElementsAre("a", "b", "c", "d"));
    ASSERT_EQ(chart.edges.size(), 3U);
    EXPECT_EQ(chart.edges[1].from, 1);
    EXPECT_EQ(chart.edges[1].to, 2);
    // b − a is 10 + 3i: mean 17.5 over i = 0 … 5, by hand.
    EXPECT_THAT(fact(chart.items[1], "Against a"), HasSubstr("+17.5"));
    EXPECT_EQ(chart.items[1].target.against, "a");
    EXPECT_THAT(chart.caption, HasSubstr("n = 4 checkpoints"));
}

TEST(ChartCheckpoints, StandByLossFallingAndByTagOnItsScale) {
    Chain p;
    const Chart loss = chart_of(p, ChartKind::checkpoints, {{}, "loss", ""});
    EXPECT_THAT(names_of(loss), ElementsAre("a", "b", "c", "d"));
    EXPECT_TRUE(loss.x.reversed);
    EXPECT_DOUBLE_EQ(loss.items[3].x, 3.1);
    // Not "1000", "20000", "2000" as text would sort.
    const Chart step = chart_of(p, ChartKind::checkpoints, {{}, "tag:step", ""});
    EXPECT_THAT(names_of(step), ElementsAre("a", "b", "c", "d"));
    EXPECT_DOUBLE_EQ(step.items[3].x, 20000);
    EXPECT_THAT(step.x.categories, testing::IsEmpty());
    const Chart config = chart_of(p, ChartKind::checkpoints, {{}, "config", ""});
    EXPECT_THAT(names_of(config), ElementsAre("c", "a", "d", "b"));
}

TEST(ChartCheckpoints, AChainThatBitesItsTailIsCut) {
    JudgedProject p;
    p.make(plain_items(3), {child("a", "b"), child("b", "a"), child("c", "c")});
    const domain::JudgingId j = p.judging("ift", domain::Protocol::joint, "recorded", "j");
    p.write([&](Connection& c) {
        for (std::size_t i = 0; i < 3; ++i) {
            p.joint(c, j, i, 1, {{0, 1.0, ""}, {1, 2.0, ""}, {2, 3.0, ""}});
        }
    });
    EXPECT_EQ(chart_of(p, ChartKind::checkpoints).items.size(), 3U);
}

TEST(ChartWins, ScoresOnAnItemDecideItAndBothSidesAgree) {
    Chain p;
    const Chart chart = chart_of(p, ChartKind::wins);
    EXPECT_EQ(chart.items.size(), 12U); // 4 x 3, nobody against himself
    std::map<std::pair<std::string, std::string>, const ChartItem*> cells;
    for (const ChartItem& cell : chart.items) {
        cells[{cell.target.candidate, cell.target.against}] = &cell;
    }
    // c 50+i against b 40+2i: c wins all six.
    EXPECT_EQ((fact(*cells[{"c", "b"}], "Wins, ties, losses")), "6, 0, 0");
    EXPECT_EQ((fact(*cells[{"b", "c"}], "Wins, ties, losses")), "0, 0, 6");
    for (const auto& [pair, cell] : cells) {
        EXPECT_DOUBLE_EQ(cell->tint, -(cells[{pair.second, pair.first}]->tint)) << pair.first;
        EXPECT_EQ(cell->n, 6);
    }
    EXPECT_EQ(chart.y.categories.front(), "d"); // wins most
}

TEST(ChartWins, VerdictsInBothOrdersMustAgreeToWin) {
    JudgedProject p;
    p.make(plain_items(4), {model("a"), model("b")});
    const domain::JudgingId j = p.judging("pairs", domain::Protocol::pairwise, "recorded", "j");
    // Per item: who is preferred with a first, and with b first.
    const std::vector<std::pair<std::string, std::string>> said{
        {"a", "a"}, {"a", "b"}, {"tie", "b"}, {"b", "b"}};
    p.write([&](Connection& c) {
        for (std::size_t i = 0; i < said.size(); ++i) {
            for (int orientation = 0; orientation < 2; ++orientation) {
                store::UnitRow unit;
                unit.item = p.items[i].revision;
                unit.orientation = orientation;
                const std::size_t first = orientation == 0 ? 0 : 1;
                unit.positions = {{1, p.responses[first][i], false}, {2, p.responses[1 - first][i], false}};
                const std::string& winner = orientation == 0 ? said[i].first : said[i].second;
                store::NewParse parse;
                parse.verdicts.push_back({p.responses[0][i],
                                          p.responses[1][i],
                                          "",
                                          {},
                                          winner == "tie" ? "tie"
                                          : winner == "a" ? "win"
                                                          : "loss",
                                          ""});
                store::add_parse(c, store::add_reply(c, store::save_unit(c, j, unit), {{}, "raw", false}),
                                 parse);
            }
        }
    });
    const Chart chart = chart_of(p, ChartKind::wins);
    ASSERT_EQ(chart.items.size(), 2U);
    const ChartItem& a = chart.items[0].target.candidate == "a" ? chart.items[0] : chart.items[1];
    EXPECT_EQ(fact(a, "Wins, ties, losses"), "1, 2, 1");
    EXPECT_EQ(fact(a, "Flipped on swap"), "2");
    EXPECT_THAT(chart.caption, HasSubstr("both orders"));
    // Where order decides: five of seven decided showings went to the first shown? By hand: a-first a, a,
    // tie, b; b-first a, b, b, b: first shown won 2 + 3 of 7.
    const Chart position = chart_of(p, ChartKind::position);
    ASSERT_EQ(position.items.size(), 2U);
    EXPECT_NEAR(position.items[0].y, 100.0 * 5 / 7, 1e-9);
}

TEST(ChartPosition, WhoStoodThereDoesNotCountOnlyWhere) {
    // The good one stands first three times in four: plain means by position would show an effect.
    JudgedProject p;
    p.make(plain_items(8), {model("good"), model("poor")});
    const domain::JudgingId j = p.judging("ift", domain::Protocol::joint, "recorded", "j");
    p.write([&](Connection& c) {
        for (std::size_t i = 0; i < 8; ++i) {
            const double good = 80 + static_cast<double>(i % 2);
            const double poor = 20 + static_cast<double>(i % 2);
            if (i < 6) {
                p.joint(c, j, i, 1, {{0, good, ""}, {1, poor, ""}});
            } else {
                p.joint(c, j, i, 1, {{1, poor, ""}, {0, good, ""}});
            }
        }
    });
    const Chart flat = chart_of(p, ChartKind::position);
    ASSERT_EQ(flat.items.size(), 2U);
    EXPECT_NEAR(flat.items[0].y, flat.items[1].y, 1e-9);
    EXPECT_NEAR(flat.items[0].y, 50.5, 1e-9);
    EXPECT_TRUE(flat.items[0].y_low && *flat.items[0].y_low < 50.5 && *flat.items[0].y_high > 50.5);
}

TEST(ChartNoise, TellsThePublishedFigures) {
    store::TempFolder folder;
    store::Project project(folder / "published.tiebreak", store::Project::Open::create);
    add_published_sample(project);
    bool seen = false;
    const auto runs = project.read([](Connection& c) { return store::runs(c); });
    for (const store::RunRow& run : runs) {
        const Chart chart =
            project.read([&](Connection& c) { return make_chart(c, run.id, ChartKind::noise); });
        if (chart.gap.kind != Chart::Gap::Kind::none || chart.rows.size() != 24) {
            continue;
        }
        seen = true;
        EXPECT_THAT(chart.figures, ElementsAre(testing::Pair("SD of a candidate's mean", "0.415"),
                                               testing::Pair("after the run's shift", "0.303"),
                                               testing::Pair("residual, two-way", "0.310"),
                                               testing::Pair("SD of whole-run shifts", "0.284")));
        EXPECT_EQ(chart.items.size(), 24U * 5 + 5);
        // Deviations of a candidate sum to nothing, and the shift is their mean.
        double sum = 0;
        for (std::size_t r = 0; r < 5; ++r) {
            sum += chart.items[r].y;
        }
        EXPECT_NEAR(sum, 0, 1e-9);
    }
    EXPECT_TRUE(seen);
}

TEST(ChartScores, EveryItemIsInOneBinAndTheEndOfTheScaleToo) {
    JudgedProject p;
    p.make(plain_items(5), {model("a"), model("b")});
    const domain::JudgingId j = p.judging("ift", domain::Protocol::joint, "recorded", "j");
    const std::vector<double> scores{0, 4.9, 5, 99, 100};
    p.write([&](Connection& c) {
        for (std::size_t i = 0; i < 5; ++i) {
            p.joint(c, j, i, 1, {{0, scores[i], ""}, {1, 50.0, ""}});
        }
    });
    const Chart chart = chart_of(p, ChartKind::scores);
    std::map<std::string, std::map<double, std::int64_t>> bins;
    for (const ChartItem& item : chart.items) {
        if (item.shape == ChartItem::Shape::bar) {
            bins[item.target.candidate][*item.x_low] = item.n;
        }
    }
    EXPECT_THAT(bins["a"], ElementsAre(testing::Pair(0, 2), testing::Pair(5, 1), testing::Pair(95, 2)));
    EXPECT_THAT(bins["b"], ElementsAre(testing::Pair(50, 5)));
    for (const ChartItem& item : chart.items) { // what a click opens are just the bar's items
        if (item.shape == ChartItem::Shape::bar && item.target.candidate == "a") {
            EXPECT_EQ(std::ranges::count_if(scores,
                                            [&](double s) {
                                                return s >= *item.target.score_low &&
                                                       s <= *item.target.score_high;
                                            }),
                      item.n);
        }
    }
}

TEST(ChartDegeneration, CountsAnswersByCheckpointWithWilson) {
    JudgedProject p;
    p.make(plain_items(10), {child("a", ""), child("b", "a")},
           {"", [](std::size_t m, std::size_t i) {
                return std::optional<std::string>(m == 1 && i < 2 ? " " : "fine");
            }});
    const Chart chart = chart_of(p, ChartKind::degeneration);
    ASSERT_EQ(chart.items.size(), 2U); // one kind, two checkpoints
    EXPECT_EQ(chart.items[0].y, 0);
    EXPECT_EQ(chart.items[1].y, 20);
    // Wilson 1927 for 2 of 10: 5.668 to 50.984 (R's binom.confint, method "wilson").
    EXPECT_NEAR(*chart.items[1].y_low, 5.668, 0.001);
    EXPECT_NEAR(*chart.items[1].y_high, 50.984, 0.001);
    EXPECT_EQ(chart.items[1].target.marks, static_cast<unsigned>(8)); // ItemMark::empty
    EXPECT_THAT(chart.caption, HasSubstr("repetition loop"));
}

TEST(ChartCost, SaysWhatIsUnknownAndOffersWhatIsKnown) {
    Chain p;
    const Chart chart = chart_of(p, ChartKind::cost);
    EXPECT_EQ(chart.gap.kind, Chart::Gap::Kind::no_data);
    EXPECT_THAT(chart.gap.why, HasSubstr("price"));
}

TEST(Charts, AFilterThatHidesAllIsNotNoData) {
    Chain p;
    const Chart none = chart_of(p, ChartKind::checkpoints, {{}, "", "zebra"});
    EXPECT_EQ(none.gap.kind, Chart::Gap::Kind::filtered);
    const Chart one = chart_of(p, ChartKind::checkpoints, {{}, "", "STEP 3000"});
    EXPECT_THAT(names_of(one), ElementsAre("c"));
    EXPECT_EQ(one.candidates_shown, 1);
    EXPECT_THAT(one.caption, HasSubstr("Filtered: 1 of 4"));

    JudgedProject unjudged;
    unjudged.make(plain_items(2), {model("a")});
    EXPECT_EQ(chart_of(unjudged, ChartKind::scores).gap.kind, Chart::Gap::Kind::no_data);
}

TEST(Charts, CsvHoldsWholeNumbersAndNoFormula) {
    JudgedProject p;
    p.make(plain_items(3), {model("=1+1"), model("b")});
    const domain::JudgingId j = p.judging("ift", domain::Protocol::joint, "recorded", "j");
    p.write([&](Connection& c) {
        for (std::size_t i = 0; i < 3; ++i) {
            p.joint(c, j, i, 1, {{0, static_cast<double>(i), ""}, {1, 1.0 / 3, ""}});
        }
    });
    const std::string csv = to_csv(chart_of(p, ChartKind::checkpoints));
    EXPECT_THAT(csv, HasSubstr("'=1+1,"));
    EXPECT_THAT(csv, HasSubstr("0.3333333333333333"));
    EXPECT_THROW(static_cast<void>(chart_kind("chekpoints")), domain::Error);
    EXPECT_EQ(chart_kind("checkpoints"), ChartKind::checkpoints);
}

} // namespace tiebreak::workbench
