// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/columns.h"
#include "app/cli/errors.h"
#include "app/cli/output.h"
#include "app/cli/stats.h"
#include "domain/error.h"
#include "statistics/table_battles.h"
#include "text/nearest.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace tiebreak::cli {

namespace {

struct Options {
    TableOptions table;
    std::string a = "model_a";
    std::string b = "model_b";
    std::string winner = "winner";
    std::string ties = "half";
    std::string anchor; ///< NAME=RATING
    int bootstrap = 0;
    std::uint64_t seed = 1;
};

/// "NAME=1000" as player and rating. A name may hold "="; the last one counts.
void set_anchor(const std::string& text, const std::vector<std::string>& players,
                statistics::RatingOptions& how) {
    const std::size_t equals = text.rfind('=');
    const auto rating = equals == std::string::npos
                            ? std::nullopt
                            : statistics::cell_number(std::string_view(text).substr(equals + 1));
    if (!rating || equals == 0) {
        throw domain::Error(domain::ErrorKind::usage, "\"" + text + "\" is no anchor", "--anchor",
                            "write NAME=RATING, as base=1000");
    }
    const std::string name = text.substr(0, equals);
    const auto found = std::ranges::find(players, name);
    if (found == players.end()) {
        throw domain::Error(domain::ErrorKind::usage, "nobody is called \"" + name + "\"", "--anchor",
                            text::did_you_mean(name, players));
    }
    how.anchor = static_cast<std::size_t>(found - players.begin());
    how.fixed = *rating;
}

Json as_json(const statistics::Ratings& ratings, const std::vector<statistics::SkippedRow>& skipped) {
    Json rows = Json::array();
    for (const statistics::Rating& row : ratings.ratings) {
        rows.push_back({{"name", row.name},
                        {"rating", or_null(row.rating)},
                        {"se", or_null(row.se)},
                        {"ci_low", or_null(row.ci_low)},
                        {"ci_high", or_null(row.ci_high)},
                        {"rank", row.rank ? Json(*row.rank) : Json(nullptr)}});
    }
    return {{"ratings", rows},
            {"battles", ratings.battles},
            {"log_likelihood", or_null(ratings.log_likelihood)},
            {"bootstrapped", ratings.bootstrapped},
            {"skipped", skipped_json(skipped)},
            {"warnings", ratings.warnings}};
}

std::string as_text(const statistics::Ratings& ratings, const std::vector<statistics::SkippedRow>& skipped) {
    Columns table{">rank", "name", ">rating", ">SE", ">95 % from", ">to"};
    for (const statistics::Rating& row : ratings.ratings) {
        const auto points = [](const std::optional<double>& value) {
            return value ? fmt::format("{:.3f}", *value) : std::string("undefined");
        };
        table.add({row.rank ? std::to_string(*row.rank) : "", row.name, points(row.rating), points(row.se),
                   points(row.ci_low), points(row.ci_high)});
    }
    return table.text() +
           fmt::format("\n{:g} battles, log-likelihood {}; intervals by {}\n", ratings.battles,
                       figure(ratings.log_likelihood), ratings.bootstrapped ? "bootstrap" : "sandwich") +
           remarks(skipped, ratings.warnings);
}

int bradley_terry(Context& context, const Options& options) {
    const formats::TextTable table = read_table(options.table);
    statistics::BattleTable battles = statistics::read_battles(
        column_of(table, options.a, options.table), column_of(table, options.b, options.table),
        column_of(table, options.winner, options.table), table.lines);
    statistics::RatingOptions how;
    how.ties_half = options.ties == "half";
    how.draws = options.bootstrap;
    how.seed = options.seed;
    if (!options.anchor.empty()) {
        set_anchor(options.anchor, battles.players, how);
    }
    statistics::Ratings result = statistics::bradley_terry(battles.players, battles.counts, how);
    std::ranges::stable_sort(result.ratings, [](const auto& one, const auto& other) {
        return one.rating.value_or(-1e300) > other.rating.value_or(-1e300);
    });
    const std::vector<statistics::SkippedRow> skipped = all_skipped(table, std::move(battles.skipped));
    if (options.table.json) {
        context.out.result_json(as_json(result, skipped));
    } else {
        context.out.result(as_text(result, skipped));
    }
    return ExitCode::done;
}

} // namespace

void add_bradley_terry(CLI::App& stats, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        stats.add_subcommand("bradley-terry", "Ratings from battles, one a row (base 10, scale 400)");
    add_table_options(*command, options->table);
    command->add_option("--a", options->a, "Column of one player; model_a unless told")->type_name("COL");
    command->add_option("--b", options->b, "Column of the other; model_b unless told")->type_name("COL");
    command->add_option("--winner", options->winner, "Column of the outcome; winner unless told")
        ->type_name("COL");
    command->add_option("--ties", options->ties, "half: a tie is half a win for each; drop: left out")
        ->type_name("half|drop")
        ->check(CLI::IsMember({"half", "drop"}));
    command->add_option("--anchor", options->anchor, "A player whose rating is fixed, as base=1000")
        ->type_name("NAME=RATING");
    command->add_option("--bootstrap", options->bootstrap, "Draws for the intervals; 0: by the sandwich")
        ->type_name("N")
        ->check(CLI::Range(0, 1'000'000));
    command->add_option("--seed", options->seed, "Of the draws")->type_name("S");
    command->callback([options, &chosen] {
        chosen = [options](Context& context) { return bradley_terry(context, *options); };
    });
}

} // namespace tiebreak::cli
