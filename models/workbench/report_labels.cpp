// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/report_labels.h"

#include "workbench/json_values.h"
#include "workbench/label_figures.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tiebreak::workbench {

namespace {

using Json = nlohmann::ordered_json;

/// The judging whose ties count: the one that decides where it is among those held against people.
const JudgeAgreement* deciding(const Report& report, const LabelFigures& people) {
    if (people.judges.empty()) {
        return nullptr;
    }
    const JudgingReport* leading = leading_judging(report);
    const auto found = std::ranges::find_if(people.judges, [&](const JudgeAgreement& judge) {
        return leading != nullptr && judge.judging == leading->id;
    });
    return found == people.judges.end() ? &people.judges.front() : &*found;
}

std::string per_cent(const std::optional<double>& share) {
    return share ? number(100 * *share, 1) + " %" : "–";
}

std::string agreement_words(const statistics::Agreement& accuracy, const statistics::Agreement& kappa) {
    std::string text = per_cent(accuracy.value) + " alike";
    text += kappa.value ? ", κ " + number(kappa.value, 2) : ", no κ (" + kappa.reason + ")";
    return text + fmt::format(", n = {}", accuracy.n);
}

} // namespace

std::shared_ptr<const LabelFigures> read_people(store::Connection& connection, const Report& report) {
    return report.labels == 0 ? nullptr
                              : std::make_shared<const LabelFigures>(make_label_figures(
                                    connection, read_run_frame(connection, report.run.id)));
}

Json labels_json(const Report& report, const LabelFigures* people) {
    Json json{{"count", report.labels}, {"ties_broken", 0}, {"agreement", Json::array()}};
    if (people == nullptr) {
        return json;
    }
    const LabelFigures& figures = *people;
    json["ties_broken"] = figures.ties_broken;
    for (const JudgeAgreement& judge : figures.judges) {
        json["agreement"].push_back({{"judging", judge.name},
                                     {"n", judge.n},
                                     {"accuracy", or_null(judge.accuracy.value)},
                                     {"kappa", or_null(judge.kappa.value)}});
    }
    json["break_ties"] = figures.break_ties;
    json["tie_breaks"] = figures.tie_breaks;
    json["drawn_at_random"] = figures.agreement;
    json["shown_again"] = figures.again;
    json["cannot_judge"] = figures.cannot;
    Json scores = Json::array();
    for (const LabelScore& score : figures.scores) {
        const auto& wilson = score.tally.wilson;
        scores.push_back({{"candidate", score.candidate},
                          {"wins", score.tally.wins},
                          {"ties", score.tally.ties},
                          {"losses", score.tally.losses},
                          {"n", score.n},
                          {"win_rate", or_null(score.tally.win_rate)},
                          {"ci_low", or_null(wilson ? std::optional(wilson->low) : std::nullopt)},
                          {"ci_high", or_null(wilson ? std::optional(wilson->high) : std::nullopt)},
                          {"rubric_mean", or_null(score.rubric_mean)},
                          {"rubric_n", score.rubric_n}});
    }
    json["scores"] = scores;
    Json settled = Json::array();
    for (const JudgeAgreement& judge : figures.judges) {
        Json rows = Json::array();
        for (const BrokenScore& score : judge.scores) {
            rows.push_back({{"candidate", score.candidate},
                            {"without_labels", or_null(score.judge)},
                            {"with_labels", or_null(score.broken)},
                            {"beats", score.beats},
                            {"opponents", score.opponents},
                            {"n", score.n},
                            {"open", score.open}});
        }
        settled.push_back({{"judging", judge.name},
                           {"doubtful", judge.doubtful},
                           {"ties_broken", judge.ties_broken},
                           {"scores", rows}});
    }
    json["settled"] = settled;
    Json annotators = Json::array();
    for (const AnnotatorFigures& one : figures.annotators) {
        annotators.push_back({{"name", one.name},
                              {"labels", one.labels},
                              {"cannot_judge", one.cannot},
                              {"shown_again", one.again},
                              {"self_agreement", or_null(one.self.value)}});
    }
    json["annotators"] = annotators;
    Json between = Json::array();
    for (const AnnotatorAgreement& pair : figures.between) {
        between.push_back({{"a", pair.a},
                           {"b", pair.b},
                           {"n", pair.n},
                           {"accuracy", or_null(pair.accuracy.value)},
                           {"kappa", or_null(pair.kappa.value)}});
    }
    json["between"] = between;
    json["alpha"] = or_null(figures.alpha.value);
    return json;
}

std::string labels_line(const LabelFigures& f) {
    std::string text = fmt::format(
        "{} labels by {}: {} tie-breaks, {} drawn at random, {} shown again with sides "
        "swapped; {} could not be judged and are in no figure.",
        thousands(f.count),
        f.annotators.size() == 1 ? "one person"
                                 : count_word(static_cast<std::int64_t>(f.annotators.size())) + " people",
        thousands(f.tie_breaks), thousands(f.agreement), thousands(f.again), thousands(f.cannot));
    return text + (f.break_ties ? "" : " Labels are switched off: no tie is settled by them.");
}

ReportTable people_table(const LabelFigures& people) {
    ReportTable table;
    if (people.scores.empty()) {
        return table;
    }
    const bool scored =
        std::ranges::any_of(people.scores, [](const LabelScore& score) { return score.rubric_n > 0; });
    table.columns = {{"Candidate", false}, {"Win rate"}, {"95 % of decided"}, {"W/T/L"}, {"n"}};
    if (scored) {
        table.columns.push_back({"Score"});
        table.columns.push_back({"Cards"});
    }
    for (const LabelScore& score : people.scores) {
        const auto& tally = score.tally;
        std::vector<std::string> row{shown(score.candidate), number(tally.win_rate, 1),
                                     tally.wilson ? interval(tally.wilson->low, tally.wilson->high, 1) : "–",
                                     fmt::format("{}/{}/{}", tally.wins, tally.ties, tally.losses),
                                     thousands(score.n)};
        if (scored) {
            row.push_back(number(score.rubric_mean, 2));
            row.push_back(thousands(score.rubric_n));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

ReportTable settled_table(const Report& report, const LabelFigures& people) {
    ReportTable table;
    const JudgeAgreement* judge = deciding(report, people);
    if (judge == nullptr || !people.break_ties || judge->doubtful == 0) {
        return table;
    }
    table.columns = {
        {"Candidate", false}, {"Judge alone"}, {"With labels"}, {"Change"}, {"Beats"}, {"Pairs"}, {"Open"}};
    for (const BrokenScore& score : judge->scores) {
        const std::optional<double> change =
            score.judge && score.broken ? std::optional(*score.broken - *score.judge) : std::nullopt;
        table.rows.push_back({shown(score.candidate), number(score.judge, 1), number(score.broken, 1),
                              signed_number(change, 1),
                              fmt::format("{:g} of {}", score.beats, score.opponents), thousands(score.n),
                              thousands(score.open)});
    }
    return table;
}

std::string settled_line(const Report& report, const LabelFigures& people) {
    const JudgeAgreement* judge = deciding(report, people);
    if (judge == nullptr || !people.break_ties || judge->doubtful == 0) {
        return {};
    }
    return fmt::format(
        "Points of 100 over all pairs of {}, a doubtful verdict half to each, and with the ties that "
        "people settled: {} of {} doubtful verdicts for one side. The judge's mean score stays as it "
        "is.",
        shown(judge->name), thousands(judge->ties_broken), thousands(judge->doubtful));
}

std::vector<std::string> agreement_lines(const LabelFigures& people) {
    std::vector<std::string> lines;
    for (const JudgeAgreement& judge : people.judges) {
        lines.push_back(judge.n == 0
                            ? fmt::format("People and {}: no card drawn at random has a verdict of both.",
                                          shown(judge.name))
                            : fmt::format("People and {}, on cards drawn at random: {}.", shown(judge.name),
                                          agreement_words(judge.accuracy, judge.kappa)));
    }
    for (const AnnotatorAgreement& pair : people.between) {
        if (pair.n > 0) {
            lines.push_back(fmt::format("{} and {}: {}.", shown(pair.a), shown(pair.b),
                                        agreement_words(pair.accuracy, pair.kappa)));
        }
    }
    for (const AnnotatorFigures& one : people.annotators) {
        if (one.self.n > 0 && one.self.value) {
            lines.push_back(fmt::format("{}, the same card with sides swapped: {} alike, n = {}.",
                                        shown(one.name), per_cent(one.self.value), one.self.n));
        }
    }
    if (people.alpha.value && people.annotators.size() > 1) {
        lines.push_back(fmt::format("Krippendorff's α over all: {}, n = {}.", number(people.alpha.value, 2),
                                    people.alpha.n));
    }
    return lines;
}

} // namespace tiebreak::workbench
