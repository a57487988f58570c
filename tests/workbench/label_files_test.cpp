// SPDX-License-Identifier: GPL-3.0-or-later
// Labels out of a project and into a copy of it, by every way there is.
#include "domain/error.h"
#include "tests/workbench/judged_project.h"
#include "workbench/answer_labels.h"
#include "workbench/label_figures.h"
#include "workbench/label_files.h"
#include "workbench/report_labels.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace tiebreak::workbench {

namespace {

using Kind = store::LabelOutcome::Kind;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using Json = nlohmann::json;

/// Three models, six items, all tied; names that CSV and JSON have to quote.
struct LabelFiles : ::testing::Test {
    JudgedProject p;
    domain::JudgingId judging;
    const std::vector<std::string> names{"=one, \"quoted\"", "two\n2", "tie"};

    void SetUp() override {
        p.make(plain_items(6), {model(names[0]), model(names[1]), model(names[2])});
        judging = p.judging("ift", domain::Protocol::joint, "endpoint", "judge");
        p.write([&](Connection& c) {
            for (std::size_t i = 0; i < 6; ++i) {
                p.joint(c, judging, i, 1, {{0, 50, ""}, {1, 50, ""}, {2, 50, ""}});
            }
        });
    }
    std::string add(std::size_t item, std::vector<std::size_t> shown, store::LabelOutcome outcome,
                    const std::string& annotator = "ada",
                    const std::function<void(store::LabelRow&)>& more = {}) {
        store::LabelRow row;
        row.run = p.run;
        row.item = p.items[item].revision;
        row.annotator = annotator;
        for (const std::size_t candidate : shown) {
            row.responses.push_back(p.responses[candidate][item]);
        }
        row.outcome = outcome;
        row.judging = judging;
        row.rationale = "because, \"so\"\n=1";
        row.purpose = store::LabelPurpose::agreement;
        if (more) {
            more(row);
        }
        std::string uid;
        p.write([&](Connection& c) { uid = store::add_label(c, row); });
        return uid;
    }
    static std::vector<store::LabelRow> history(store::Project& project, domain::RunId run) {
        return project.read([&](Connection& c) { return store::label_history(c, run); });
    }
    /// Everything of the run's labels, as text.
    std::string exported(bool csv) {
        std::string bytes = csv ? formats::label_csv_header() : "";
        p.project.read([&](Connection& c) {
            return export_labels(c, p.run, [&](const formats::LabelLine& line) {
                bytes += csv ? formats::to_csv_line(line) : formats::to_json_line(line);
            });
        });
        return bytes;
    }
    std::filesystem::path write(const std::string& name, const std::string& bytes) {
        const std::filesystem::path path = p.folder / name;
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }
    void some_of_every_kind() {
        const std::string first = add(0, {0, 1}, {Kind::winner, 2});
        add(0, {0, 1}, {Kind::withdrawn, 0}, "ada", [&](store::LabelRow& row) { row.supersedes = first; });
        add(1, {2, 0}, {Kind::tie, 0}, "ben");
        add(2, {1, 2}, {Kind::cannot, 0});
        add(3, {2, 1, 0}, {Kind::ranked, 0}, "ada", [](store::LabelRow& row) {
            row.mode = store::LabelMode::rank;
            row.ranks = {2, 1, 2};
        });
        add(4, {1}, {Kind::scored, 0}, "ben", [](store::LabelRow& row) {
            row.mode = store::LabelMode::rubric;
            row.scores = {{"overall", 3.5}};
            row.rubric = "helpful";
        });
        add(5, {2, 1}, {Kind::winner, 1}); // the model called "tie" wins
    }
};

} // namespace

TEST_F(LabelFiles, JsonLinesComeBackToACopyAsTheyWere) {
    const std::filesystem::path copy = p.folder / "copy.tiebreak";
    p.project.copy_to(copy);
    some_of_every_kind();
    const std::filesystem::path file = write("labels.jsonl", exported(false));
    store::Project other(copy, store::Project::Open::existing);
    const LabelImport import = import_labels(other, file);
    EXPECT_EQ(import.added, 7);
    EXPECT_THAT(import.bad, SizeIs(0));
    EXPECT_EQ(history(other, p.run), history(p.project, p.run));
    EXPECT_EQ(import_labels(other, file).known, 7); // again: nothing new
    EXPECT_EQ(history(other, p.run).size(), 7U);
}

TEST_F(LabelFiles, CsvComesBackToACopyAndOnlyGuardsFormulas) {
    const std::filesystem::path copy = p.folder / "copy.tiebreak";
    p.project.copy_to(copy);
    some_of_every_kind();
    store::Project other(copy, store::Project::Open::existing);
    const LabelImport import = import_labels(other, write("labels.csv", exported(true)));
    EXPECT_EQ(import.added, 7);
    EXPECT_THAT(import.bad, SizeIs(0)) << import.bad.front().why;
    EXPECT_EQ(history(other, p.run), history(p.project, p.run));
}

TEST_F(LabelFiles, CopiesOfAProjectMergeBothWays) {
    const std::filesystem::path copy = p.folder / "copy.tiebreak";
    add(0, {0, 1}, {Kind::winner, 1});
    p.project.copy_to(copy);
    const std::string here = add(1, {0, 1}, {Kind::winner, 2});
    store::Project other(copy, store::Project::Open::existing);
    other.writer().run([&](Connection& c) {
        store::LabelRow row = store::labels(c, p.run).front(); // what both have, taken back over there
        row.supersedes = row.uid;
        row.uid.clear();
        row.outcome = {Kind::withdrawn, 0};
        row.created += 1000;
        store::add_label(c, row);
    });
    EXPECT_EQ(import_labels(p.project, copy).added, 1);
    EXPECT_EQ(import_labels(other, p.project.file()).added, 1);
    EXPECT_EQ(history(other, p.run), history(p.project, p.run));
    const auto left = p.project.read([&](Connection& c) { return store::labels(c, p.run); });
    ASSERT_THAT(left, SizeIs(1));
    EXPECT_EQ(left.front().uid, here);
    EXPECT_THROW((void)import_labels(p.project, p.project.file()), domain::Error);
}

TEST_F(LabelFiles, AnybodysTableIsReadAndWhatFitsNothingIsNamed) {
    const std::filesystem::path file =
        write("theirs.csv", "item,annotator,model_a,model_b,winner,comment\n"
                            "i0,cyd,\"two\n2\",tie,second,good\n"
                            "i1,cyd,\"two\n2\",tie,both bad,\n"
                            "i2,cyd,tie,\"two\n2\",tie,\n" // a model's name goes before the word
                            "i3,cyd,\"two\n2\",tie,better,\n"
                            "i9,cyd,\"two\n2\",tie,1,\n"
                            "i4,,\"two\n2\",tie,1,\n"
                            "i4,cyd,nobody,tie,1,\n");
    const LabelImport preview = import_labels(p.project, file, {}, true);
    EXPECT_EQ(preview.added, 3);
    EXPECT_TRUE(history(p.project, p.run).empty());
    const LabelImport import = import_labels(p.project, file);
    EXPECT_EQ(import.added, 3);
    ASSERT_THAT(import.bad, SizeIs(4));
    EXPECT_THAT(import.bad[0].why, HasSubstr("better"));
    EXPECT_EQ(import.bad[1].line, 10U); // quoted newlines count
    EXPECT_THAT(import.bad[1].why, HasSubstr("no item"));
    EXPECT_THAT(import.bad[2].why, HasSubstr("annotator"));
    EXPECT_THAT(import.bad[3].why, HasSubstr("nobody"));
    const auto rows = p.project.read([&](Connection& c) { return store::labels(c, p.run); });
    EXPECT_EQ(rows[0].outcome, (store::LabelOutcome{Kind::winner, 2}));
    EXPECT_EQ(rows[0].rationale, "good");
    EXPECT_EQ(rows[1].outcome.kind, Kind::bad);
    EXPECT_EQ(rows[2].outcome, (store::LabelOutcome{Kind::winner, 1}));
    EXPECT_THROW((void)import_labels(p.project, write("no.csv", "a,b\n1,2\n")), domain::Error);
}

TEST_F(LabelFiles, TheReportTellsWhatLabelsComeTo) {
    // One wins against two on four of six tied items, loses one, and one stays open.
    for (std::size_t i = 0; i < 4; ++i) {
        add(i, {0, 1}, {Kind::winner, 1});
    }
    add(4, {1, 0}, {Kind::winner, 1}, "ada",
        [](store::LabelRow& row) { row.purpose = store::LabelPurpose::tie_break; });
    const auto reported = [&](const auto& form) {
        return p.project.read([&](Connection& c) {
            const Report report = make_report(c, p.run);
            return form(report, read_people(c, report).get());
        });
    };
    const auto json_of = [](const Report& report, const LabelFigures* people) {
        return to_json(report, people);
    };
    const auto text_of = [](const Report& report, const LabelFigures* people) {
        return to_text(report, people);
    };
    const auto html_of = [](const Report& report, const LabelFigures* people) {
        return to_html(report, people);
    };
    const Json json = Json::parse(reported(json_of))["labels"];
    EXPECT_EQ(json["count"], 5);
    EXPECT_EQ(json["ties_broken"], 5);
    ASSERT_EQ(json["agreement"].size(), 1U);
    EXPECT_EQ(json["agreement"][0]["judging"], "ift");
    EXPECT_EQ(json["agreement"][0]["n"], 4);        // the queue's card is not among them
    EXPECT_EQ(json["agreement"][0]["accuracy"], 0); // the judge tied each
    EXPECT_EQ(json["scores"][0]["win_rate"], 80);
    const Json& settled = json["settled"][0]["scores"][0];
    EXPECT_EQ(settled["candidate"], names[0]);
    EXPECT_EQ(settled["without_labels"], 50);
    // 12 pairs: 4 won, 1 lost, 7 halves.
    EXPECT_DOUBLE_EQ(settled["with_labels"].get<double>(), 100 * (4 + 3.5) / 12);
    EXPECT_THAT(reported(text_of), HasSubstr("5 labels by one person"));
    EXPECT_THAT(reported(html_of), HasSubstr("What people say"));

    const PairLabels pair = p.project.read([&](Connection& c) {
        const RunFrame frame = read_run_frame(c, p.run);
        return read_pair_labels(c, frame, frame.judgings.front(), 0, 1);
    });
    EXPECT_EQ(pair.doubtful, 6);
    EXPECT_EQ(pair.settled, 5);
    EXPECT_DOUBLE_EQ(*pair.without, 50);
    EXPECT_DOUBLE_EQ(*pair.with, 100 * 4.5 / 6);
    EXPECT_EQ(*pair.tally.win_rate, 80);
    // Seen from the other side it is what is left.
    const PairLabels turned = p.project.read([&](Connection& c) {
        const RunFrame frame = read_run_frame(c, p.run);
        return read_pair_labels(c, frame, frame.judgings.front(), 1, 0);
    });
    EXPECT_DOUBLE_EQ(*turned.with, 100 - *pair.with);

    p.write([](Connection& c) { store::set_labels_break_ties(c, false); });
    EXPECT_EQ(Json::parse(reported(json_of))["labels"]["ties_broken"], 0);
    EXPECT_THAT(reported(text_of), HasSubstr("switched off"));
}

} // namespace tiebreak::workbench
