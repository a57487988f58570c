// SPDX-License-Identifier: GPL-3.0-or-later
// The replies recorded for the sample of eight small GPTs, read from end to end, against the figures of its
// README.
#include "judging/degeneration.h"
#include "judging/parse.h"
#include "judging/recorded.h"
#include "judging/scorers.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <map>

namespace tiebreak::judging {
namespace {

using domain::Protocol;
using nlohmann::json;
namespace fs = std::filesystem;

std::vector<json> read_lines(const fs::path& path) {
    std::ifstream file(path);
    std::vector<json> rows;
    for (std::string line; std::getline(file, line);) {
        rows.push_back(json::parse(line));
    }
    return rows;
}

class Sample : public testing::Test {
protected:
    void SetUp() override {
        const fs::path source(TIEBREAK_SOURCE_DIR);
        for (const fs::path& place :
             {source / "resources/samples/small-gpts", source / "../shared/data/sample"}) {
            if (fs::exists(place / "judge/joint.jsonl")) {
                root_ = place;
                break;
            }
        }
        if (root_.empty()) {
            GTEST_SKIP() << "neither resources/samples/small-gpts nor the shared data's sample is here";
        }
        std::map<std::string, std::size_t> place_of;
        for (const json& row : read_lines(root_ / "items.jsonl")) {
            place_of[row.at("id")] = ids_.size();
            ids_.push_back(row.at("id"));
            items_.push_back({row.at("id"), {}});
            domain::Item item;
            item.instruction = row.at("instruction");
            item.reference = row.value("reference", "");
            texts_.push_back(std::move(item));
        }
        std::ifstream file(root_ / "eval.json");
        const json config = json::parse(file);
        for (const json& candidate : config.at("candidates")) {
            for (auto& item : items_) {
                item.responses.push_back({names_.size(), false, {}});
            }
            for (const json& row : read_lines(root_ / candidate.at("responses").get<std::string>())) {
                CandidateResponse& response = items_.at(place_of.at(row.at("id"))).responses.back();
                response.present = true;
                response.text = row.at("response");
                finish_[{place_of.at(row.at("id")), names_.size()}] = row.value("finish_reason", "");
            }
            names_.push_back(candidate.at("name"));
        }
    }

    std::vector<RecordedReply> replies(const char* name) {
        std::vector<RecordedReply> recorded;
        for (const json& row : read_lines(root_ / "judge" / name)) {
            recorded.push_back({recorded.size() + 1, row.at("item"), row.at("repeat"),
                                row.value("order", std::vector<std::string>{}), row.value("candidate", ""),
                                row.at("reply")});
        }
        return recorded;
    }

    /// Mean score by candidate over everything recorded; every reply must be readable.
    std::map<std::string, double> means(Protocol protocol, const char* file, int repeats,
                                        std::size_t expected_units) {
        const auto recorded = replies(file);
        const auto match =
            match_recorded(protocol, recorded,
                           {.items = items_, .item_ids = ids_, .candidates = names_, .repeats = repeats});
        EXPECT_TRUE(match.problems.empty());
        EXPECT_TRUE(match.unanswered.empty());
        EXPECT_EQ(match.units.size(), expected_units);
        std::map<std::string, double> sum;
        std::map<std::string, int> n;
        for (const RecordedUnit& unit : match.units) {
            const auto parsed = parse_reply(protocol, recorded[unit.reply].reply,
                                            {.positions = static_cast<int>(unit.unit.positions.size())});
            EXPECT_TRUE(parsed.read()) << parsed.message;
            for (const PositionScore& score : parsed.scores) {
                const Shown& shown = unit.unit.positions[static_cast<std::size_t>(score.position - 1)];
                const std::string& name = names_[shown.responses.at(0)];
                sum[name] += score.score;
                ++n[name];
            }
        }
        for (auto& [name, total] : sum) {
            EXPECT_EQ(n[name], 60 * repeats);
            total /= n[name];
        }
        return sum;
    }

    fs::path root_;
    std::vector<ItemResponses> items_;
    std::vector<domain::Item> texts_;
    std::vector<std::string> ids_;
    std::vector<std::string> names_;
    std::map<std::pair<std::size_t, std::size_t>, std::string> finish_;
};

TEST_F(Sample, AllJointRepliesAreReadAndGiveThePublishedMeans) {
    const auto mean = means(Protocol::joint, "joint.jsonl", 3, 180);
    ASSERT_EQ(mean.size(), 8U);
    EXPECT_NEAR(mean.at("wordnet-4m-common-long"), 7.57, 0.005);
    EXPECT_NEAR(mean.at("wordnet-1.3m-long"), 2.72, 0.005);
    EXPECT_NEAR(mean.at("wordnet-4m-longest"), 10.07, 0.005);
}

TEST_F(Sample, AllSingleRepliesAreRead) {
    EXPECT_EQ(means(Protocol::single, "single.jsonl", 2, 960).size(), 8U);
}

TEST_F(Sample, EveryResponseIsScoredAndChecked) {
    std::map<std::string_view, int> flagged;
    int judged = 0;
    for (std::size_t i = 0; i < items_.size(); ++i) {
        for (const CandidateResponse& response : items_[i].responses) {
            const auto score = find_scorer("reference-overlap")->score(texts_[i], response.text);
            ASSERT_TRUE(score.value);
            ASSERT_TRUE(*score.value >= 0 && *score.value <= 100);
            ++judged;
            for (const Degeneration kind :
                 find_degeneration(texts_[i], response.text, finish_.at({i, response.candidate}))) {
                ++flagged[name_of(kind)];
            }
        }
    }
    EXPECT_EQ(judged, 480);
    for (const auto& [name, count] : flagged) {
        RecordProperty(std::string(name), count);
        std::cout << name << ": " << count << "\n";
    }
    EXPECT_GT(flagged["repetition_loop"], 0);
}

} // namespace
} // namespace tiebreak::judging
