// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs_fixture.h"

namespace tiebreak::items::test {

namespace {

using Why = workbench::ReadingItem::Why;

struct Ranked {
    int rank;
    const char* name;
    int slot;
    double mean;
    double half;
};
constexpr Ranked ranking[] = {{1, "OpenAI weights: medium", -1, 42.4, 5.9},
                              {2, "OpenAI weights: small", -1, 25.2, 5.6},
                              {2, "JAX, FineWeb-Edu", -1, 24.6, 5.4},
                              {2, "step-8000", 0, 21.3, 5.1},
                              {2, "JAX, no MHA bias, no dropout", -1, 20.5, 5.0},
                              {2, "JAX, overtrained two normal epochs", -1, 18.7, 4.9},
                              {2, "step-4000", 1, 18.2, 4.8},
                              {2, "JAX, curated (uncontaminated)", -1, 16.6, 4.5},
                              {3, "1xrtx3090-baseline", -1, 15.2, 4.3},
                              {4, "step-2000", 2, 14.9, 4.3},
                              {5, "Local FineWeb train", -1, 11.9, 3.8}};

statistics::PairedComparison paired(std::size_t n, double difference, double low, double high) {
    statistics::PairedComparison d;
    d.n = n;
    d.difference = difference;
    d.ci_low = low;
    d.ci_high = high;
    return d;
}

struct Read {
    Why why;
    const char* title;
    const char* category;
    double candidate;
    double baseline;
};
constexpr Read reading[] = {
    {Why::lost_most, "Convert 50 miles per hour to kilometers per hour.", "arithmetic", 4, 38},
    {Why::lost_most, "Calculate the density of an object with a mass of 50 g and a volume of 10 cm³.",
     "arithmetic", 12, 41},
    {Why::lost_most, "Convert 5 miles to kilometers.", "arithmetic", 18, 46},
    {Why::lost_most, "Classify the following numbers as prime or composite.", "classifying", 22, 44},
    {Why::lost_most, "Sort the following list in descending order.", "classifying", 30, 52},
    {Why::won_most, "Translate the phrase 'Where is the bathroom?' into Spanish.", "translation", 71, 14},
    {Why::won_most, "Translate 'Can I have some water?' into French.", "translation", 66, 12},
    {Why::won_most, "Translate 'see you later' into Spanish.", "translation", 80, 31},
    {Why::won_most, "Translate 'Hello' into Russian.", "translation", 58, 11},
    {Why::won_most, "Describe the basic structure of a neuron.", "writing", 49, 9},
    {Why::won_most, "Describe the process of active transport in cells.", "writing", 45, 13},
    {Why::reruns_differ, "What is the boiling point of chlorine in Celsius?", "facts", 7, 9},
    {Why::reruns_differ, "What is the boiling point of sulfur in Celsius?", "facts", 16, 12},
    {Why::reruns_differ, "Rewrite the given sentence to describe the weather.", "rewriting", 34, 31},
    {Why::reruns_differ, "Generate a humorous anecdote.", "writing", 22, 25},
    {Why::same_answer, "Classify each sentence as either declarative or interrogative.", "classifying", 40,
     40},
    {Why::outlier, "What is the opposite of 'deep'?", "vocabulary", 77, 74},
    {Why::empty_answer, "Generate a sentence that follows the pattern.", "writing", 0, 18},
    {Why::loop, "Define the term 'irony'.", "vocabulary", 25, 25}};

workbench::Meter meter(const char* name, std::optional<double> value, std::optional<double> low,
                       std::optional<double> high, double bandLow, double bandHigh, double from, double to,
                       const char* text, workbench::Meter::State state) {
    workbench::Meter m;
    m.name = name;
    m.value = value;
    m.low = low;
    m.high = high;
    m.band_low = bandLow;
    m.band_high = bandHigh;
    m.scale_low = from;
    m.scale_high = to;
    m.text = text;
    m.state = state;
    return m;
}

std::vector<workbench::Meter> meters() {
    using State = workbench::Meter::State;
    return {
        meter("Position", -0.7, -1.6, 0.2, -2, 2, -8, 8, "first minus last −0.7 (−1.6 … 0.2)", State::fine),
        meter("Length", 0.31, 0.25, 0.36, -0.2, 0.2, -1, 1, "r with score 0.31, n = 1,210", State::watch),
        meter("Self-preference", {}, {}, {}, -0.5, 0.5, -1, 1, "no candidate of the judge’s family, by name",
              State::unknown),
        meter("Judge reruns", 0.42, {}, {}, 0, 1, 0, 3, "SD 0.42 each; whole-run shift 0.28", State::fine),
        meter("Parse failures", 0.55, {}, {}, 0, 2, 0, 10, "3 of 550: 2 cut off, 1 name missing",
              State::fine),
        meter("Identical answers", 27, {}, {}, 0, 25, 0, 100, "30 of 110 items", State::watch)};
}

workbench::JudgingReport joint() {
    workbench::JudgingReport judging;
    judging.id = domain::JudgingId{7};
    judging.name = "ift";
    judging.protocol = "joint";
    judging.judge = "gpt-4.1-mini";
    judging.repeats = 5;
    judging.seed = 42;
    judging.status = "finished";
    judging.calls = 550;
    judging.judged = 547;
    judging.parse_failures = 3;
    judging.parse_failure_reasons = {{"truncated", 2}, {"missing_model", 1}};
    judging.cost = 1.37;
    judging.noise = {11, 0, 5, 0.42, 0.35, 0.37, 0.28};
    for (int position = 1; position <= 11; ++position) {
        judging.positions.push_back({position, 21.9 - 0.07 * position, 497});
    }
    judging.warnings = {
        "3 of 550 replies could not be read (missing_model 1 and truncated 2): they are in no mean, "
        "and can be read again without a new call"};
    for (const Ranked& each : ranking) {
        workbench::ScoreReport score;
        score.candidate = domain::CandidateRevisionId{&each - ranking + 1};
        score.name = each.name;
        score.mean = each.mean;
        score.se = each.half / 1.98;
        score.ci_low = each.mean - each.half;
        score.ci_high = each.mean + each.half;
        score.n = 110;
        score.rank = each.rank;
        judging.scores.push_back(score);
    }
    return judging;
}

} // namespace

std::shared_ptr<workbench::RunAnswer> sampleAnswer() {
    auto answer = std::make_shared<workbench::RunAnswer>();
    workbench::Report& report = answer->report;
    report.run.id = domain::RunId{3};
    report.run.name = "checkpoints of May";
    report.run.eval_set = "alpaca-110";
    report.run.items = 110;
    report.run.started = 1'779'444'000'000;
    report.run.finished = 1'779'451'320'000;
    report.run.status = "finished";
    report.run.baseline = "step-4000";
    for (const Ranked& each : ranking) {
        workbench::CandidateReport candidate;
        candidate.revision = domain::CandidateRevisionId{&each - ranking + 1};
        candidate.name = each.name;
        candidate.slot = each.slot;
        candidate.responses = 110;
        candidate.latency_ms = workbench::Latency{2000, 1900, 3100, 110};
        report.candidates.push_back(candidate);
    }
    report.judgings.push_back(joint());
    workbench::JudgingReport overlap;
    overlap.id = domain::JudgingId{8};
    overlap.name = "reference-overlap";
    overlap.protocol = "scorer";
    overlap.judge = "reference-overlap";
    overlap.status = "finished";
    overlap.calls = overlap.judged = 1180;
    overlap.not_judged = 30;
    overlap.warnings = {"30 answers have no reference to score against and were not judged",
                        "noise: a scorer gives the same score each time"};
    report.judgings.push_back(overlap);

    answer->judging = 0;
    answer->candidate = "step-8000";
    answer->baseline = "step-4000";
    answer->outcome = workbench::Outcome::better;
    answer->difference = paired(110, 3.1, 1.2, 5.0);
    answer->difference.wins = 63;
    answer->difference.ties = 12;
    answer->difference.losses = 35;
    answer->categories = {
        {"arithmetic", paired(7, -4.6, -13.0, 3.8), 24}, {"classifying", paired(13, 1.2, -3.9, 6.3), 200},
        {"facts", paired(20, 2.4, -1.8, 6.6), 41},       {"rewriting", paired(12, 3.6, -1.4, 8.6), 11},
        {"vocabulary", paired(41, 3.8, 1.0, 6.6), {}},   {"writing", paired(8, 6.0, -0.6, 12.6), 1},
        {"translation", paired(9, 7.2, 0.9, 13.5), {}}};
    answer->covers = {"which items were drawn", "five reruns of the judge"};
    answer->leaves_out = {"decoding (greedy, one answer an item)", "the training seed (one)", "other judges"};
    for (const Read& each : reading) {
        const int position = static_cast<int>(&each - reading);
        answer->reading.push_back({each.why, domain::ItemRevisionId{1000 + position}, position,
                                   std::to_string(position + 1), each.title, each.category, each.candidate,
                                   each.baseline, each.candidate - each.baseline});
    }
    answer->meters = meters();
    return answer;
}

std::shared_ptr<runs::Progress> sampleProgress() {
    auto progress = std::make_shared<runs::Progress>();
    progress->run = domain::RunId{4};
    progress->run_name = "FineWeb-Edu 50:50";
    progress->phase = runs::Progress::Phase::asking;
    progress->cost = 0.0;
    progress->candidates = {
        {"50:50 step-2000", 0, false, 110, 0, 110, 0, {}, 1900, 38},
        {"50:50 step-4000", 1, false, 110, 0, 110, 0, {}, 1900, 38},
        {"50:50 step-8000", 2, false, 87, 5, 110, 8, {{"timeout", 3}, {"503 server error", 2}}, 2000, 36},
        {"with dropout", 3, false, 65, 3, 110, 8, {{"503 server error", 3}}, 2100, 35},
        {"OpenAI small", 4, false, 43, 0, 110, 0, {}, 1700, 41},
        {"curated (import)", 5, true, 110, 0, 110, 0, {}, {}, {}}};
    progress->judgings = {{"ift", 0, 0, 0, 550}};
    return progress;
}

std::vector<store::CandidateRow> sampleCandidates() {
    std::vector<store::CandidateRow> rows;
    const auto progress = sampleProgress();
    for (const runs::Progress::Candidate& each : progress->candidates) {
        store::CandidateRow row;
        row.slot = each.slot;
        row.candidate.name = each.name;
        if (!each.imported) {
            row.candidate.api = domain::Api::openai_completions;
            row.candidate.prompt_template = "alpaca";
            row.candidate.parameters.temperature = 0;
            row.candidate.parameters.top_p = 1;
            row.candidate.parameters.max_tokens = 256;
            row.candidate.parameters.repeat_penalty = 1;
            row.candidate.parameters.seed = 7;
            row.candidate.parameters.stop = {"### Instruction"};
            row.candidate.tags["quantisation"] = "F16";
        }
        rows.push_back(row);
    }
    rows[3].candidate.parameters.stop.clear();
    rows[4].candidate.parameters.repeat_penalty = 1.1;
    rows[4].candidate.prompt_template = "raw";
    rows[4].candidate.tags["quantisation"] = "Q8_0";
    return rows;
}

std::shared_ptr<workbench::ProjectOverview> sampleOverview() {
    auto overview = std::make_shared<workbench::ProjectOverview>();
    const auto add = [&](std::int64_t id, const char* name, store::WorkStatus status, std::int64_t answered,
                         std::int64_t planned, std::int64_t failed,
                         std::optional<workbench::Outcome> outcome) {
        workbench::RunOverview run;
        run.row.id = domain::RunId{id};
        run.row.name = name;
        run.row.eval_set = domain::EvalSetRevisionId{1};
        run.row.eval_set_name = "alpaca-110";
        run.row.items = 110;
        run.row.status = status;
        run.row.started = 1'779'444'000'000 + id * 3'600'000;
        run.planned = planned;
        run.answered = answered;
        run.failed = failed;
        run.judgings = 2;
        run.judgings_finished = outcome ? 2 : 0;
        run.outcome = outcome;
        overview->runs.push_back(run);
    };
    add(4, "FineWeb-Edu 50:50", store::WorkStatus::stopped, 415, 660, 8, {});
    add(3, "checkpoints of May", store::WorkStatus::finished, 1210, 1210, 0, workbench::Outcome::better);
    add(2, "curated mix", store::WorkStatus::finished, 440, 440, 0, workbench::Outcome::worse);
    add(1, "bf16 against fp32", store::WorkStatus::finished, 219, 220, 1, workbench::Outcome::cannot_tell);
    return overview;
}

std::vector<items::FailedResponse> sampleFailures() {
    return {{domain::ItemRevisionId{1009}, domain::CallId{5}, QStringLiteral("1009"), 1, 1,
             domain::FailureKind::timeout},
            {domain::ItemRevisionId{1011}, domain::CallId{6}, QStringLiteral("1011"), 1, 1,
             domain::FailureKind::server},
            {domain::ItemRevisionId{1040}, domain::CallId{7}, QStringLiteral("1040"), 1, 1,
             domain::FailureKind::timeout}};
}

items::Exchange sampleExchange(const items::FailedResponse& about) {
    using Part = items::ExchangePart::Part;
    items::Exchange exchange;
    exchange.candidate = QStringLiteral("50:50 step-8000");
    exchange.about = about;
    exchange.tries = 3;
    exchange.lastTime = QStringLiteral("14:19:09");
    exchange.parts = {
        {Part::request, QStringLiteral("→ openai-completions at http://127.0.0.1:8080/v1, model step-8000")},
        {Part::hint, QStringLiteral("  key: none\n")},
        {Part::hint, QStringLiteral("try 1 14:15:02 ")},
        {Part::failure, QStringLiteral("← 503 server error after 0.1 s\n")},
        {Part::reply,
         QStringLiteral(
             "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}\n")},
        {Part::hint, QStringLiteral("try 2 14:15:05 ")},
        {Part::failure, QStringLiteral("← no byte in 120 s\n")},
        {Part::hint, QStringLiteral("try 3 14:17:09 ")},
        {Part::failure, QStringLiteral("← no byte in 120 s\n")}};
    return exchange;
}

} // namespace tiebreak::items::test
