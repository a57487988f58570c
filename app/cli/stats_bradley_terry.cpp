// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/columns.h"
#include "app/cli/errors.h"
#include "app/cli/output.h"
#include "app/cli/stats.h"
#include "domain/error.h"
#include "formats/row_stream.h"
#include "statistics/style_ratings.h"
#include "statistics/table_battles.h"
#include "text/json.h"
#include "text/markdown_style.h"
#include "text/nearest.h"
#include "text/utf8.h"

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
    std::string second;
    std::string second_order; ///< shown, mapped
    std::string ties = "half";
    std::string anchor; ///< NAME=RATING
    int bootstrap = 0;
    std::uint64_t seed = 1;
    std::vector<std::string> style_a;
    std::vector<std::string> style_b;
    std::string text_a;
    std::string text_b;

    [[nodiscard]] bool styled() const { return !style_a.empty() || !text_a.empty(); }
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

/// What the rows came to, whichever way they were counted.
struct Battles {
    statistics::BattleTable table;
    statistics::StyledBattles styled;
    std::size_t without_style = 0; ///< battles whose looks could not be read
};

/// A feature's value: a number, or an object of numbers ({"h1": 2, "h2": 1}) whose sum it is; nothing below
/// 0.
std::optional<double> feature(std::string_view cell) {
    cell = statistics::trimmed_cell(cell);
    if (cell.starts_with('{')) {
        try {
            double sum = 0;
            const nlohmann::json values = text::parse_json(cell);
            for (const auto& [key, value] : values.items()) {
                if (!value.is_number() || value.get<double>() < 0) {
                    return std::nullopt;
                }
                sum += value.get<double>();
            }
            return sum;
        } catch (const domain::Error&) {
            return std::nullopt;
        }
    }
    const auto number = statistics::cell_number(cell);
    return number && *number >= 0 ? number : std::nullopt;
}

bool add_markdown(std::string_view text, std::vector<double>& features) {
    const text::MarkdownStyle style = text::markdown_style(text);
    for (const std::size_t count : {style.characters, style.headers, style.bold, style.list_entries}) {
        features.push_back(static_cast<double>(count));
    }
    return true;
}

/// The features of one side from its cells; false where one cannot be read.
bool add_features(const Options& options, std::span<const std::string_view> cells,
                  std::vector<double>& features) {
    features.clear();
    if (!options.text_a.empty()) {
        return add_markdown(cells.front(), features);
    }
    for (const std::string_view cell : cells) {
        const auto value = feature(cell);
        if (!value) {
            return false;
        }
        features.push_back(*value);
    }
    return true;
}

/// Reads the table once, row by row.
Battles read_battles(const Options& options, formats::StreamedRows& streamed) {
    std::vector<std::string> columns{options.a, options.b, options.winner};
    const std::size_t looks = 3 + (options.second.empty() ? 0 : 1);
    if (!options.second.empty()) {
        columns.push_back(options.second);
    }
    if (!options.text_a.empty()) {
        columns.insert(columns.end(), {options.text_a, options.text_b});
    }
    columns.insert(columns.end(), options.style_a.begin(), options.style_a.end());
    columns.insert(columns.end(), options.style_b.begin(), options.style_b.end());
    const std::size_t features = (columns.size() - looks) / 2;

    Battles battles;
    battles.styled.features = options.text_a.empty()
                                  ? options.style_a
                                  : std::vector<std::string>{"length", "headers", "bold", "list entries"};
    statistics::BattleReader reader(options.a, options.b, options.winner, options.second);
    const auto order = options.second_order == "mapped" ? statistics::SecondGame::mapped_back
                                                        : statistics::SecondGame::as_shown;
    std::vector<double> of_a;
    std::vector<double> of_b;
    const auto missing = [&](std::string_view cell) {
        return std::ranges::find(options.table.missing, statistics::trimmed_cell(cell)) !=
               options.table.missing.end();
    };
    streamed = formats::each_row(
        options.table.path, columns, [&](std::size_t line, std::span<const std::string_view> cells) {
            const std::string_view winner = missing(cells[2]) ? std::string_view{} : cells[2];
            const auto counted = options.second.empty()
                                     ? reader.add(line, cells[0], cells[1], winner)
                                     : reader.add(line, cells[0], cells[1], winner,
                                                  missing(cells[3]) ? std::string_view{} : cells[3], order);
            if (!options.styled() || !counted) {
                return;
            }
            if (add_features(options, cells.subspan(looks, features), of_a) &&
                add_features(options, cells.subspan(looks + features, features), of_b)) {
                battles.styled.add(counted->a, counted->b, counted->outcome, counted->weight, of_a, of_b);
            } else {
                ++battles.without_style;
            }
        });
    battles.table = reader.take();
    return battles;
}

/// Whose order the second game is in must be said: both readings, and what each would mean.
void require_order(const Options& options) {
    if (options.second.empty() || !options.second_order.empty()) {
        return;
    }
    const auto agreeing = [&](const char* order) {
        Options tried = options;
        tried.second_order = order;
        formats::StreamedRows streamed;
        const statistics::BattleTable table = read_battles(tried, streamed).table;
        return fmt::format("{} of {} rows agree, the first shown won {} of {} decided games", table.agreeing,
                           table.both_games, table.first_shown, table.decided);
    };
    throw domain::Error(domain::ErrorKind::usage,
                        "say in whose order " + options.second + " names its winner", options.table.path,
                        fmt::format("--second-order shown ({}) or --second-order mapped ({})",
                                    agreeing("shown"), agreeing("mapped")));
}

struct Record {
    double wins = 0;
    double ties = 0;
    double losses = 0;
    [[nodiscard]] double battles() const { return wins + ties + losses; }
};

std::vector<Record> records_of(const statistics::BattleTable& table) {
    std::vector<Record> records(table.players.size());
    for (const statistics::PairCount& count : table.counts) {
        Record& a = records[count.a];
        Record& b = records[count.b];
        a.wins += count.wins_a + count.marked_a;
        a.losses += count.wins_b + count.marked_b;
        a.ties += count.ties;
        b.wins += count.wins_b + count.marked_b;
        b.losses += count.wins_a + count.marked_a;
        b.ties += count.ties;
    }
    return records;
}

/// Everything that is said, ready to be put as JSON or text.
struct Outcome {
    statistics::StyledRatings styled;
    statistics::BattleTable table;
    std::vector<std::pair<statistics::Rating, Record>> rows; ///< best first
    std::vector<statistics::SkippedRow> skipped;
    std::size_t skipped_rows = 0;
};

Json count(double n) {
    return static_cast<std::int64_t>(n);
}

Json as_json(const Outcome& outcome, const Options& options) {
    const statistics::Ratings& ratings = outcome.styled.ratings;
    Json rows = Json::array();
    for (const auto& [row, record] : outcome.rows) {
        const double n = record.battles();
        rows.push_back(
            {{"name", row.name},
             {"rating", or_null(row.rating)},
             {"se", or_null(row.se)},
             {"ci_low", or_null(row.ci_low)},
             {"ci_high", or_null(row.ci_high)},
             {"rank", row.rank ? Json(*row.rank) : Json(nullptr)},
             {"battles", count(n)},
             {"wins", count(record.wins)},
             {"ties", count(record.ties)},
             {"losses", count(record.losses)},
             {"win_rate", n > 0 ? Json(100 * (record.wins + record.ties / 2) / n) : Json(nullptr)}});
    }
    Json unread = Json::array();
    for (const statistics::UnreadOutcome& value : outcome.table.unread) {
        unread.push_back({{"value", value.value}, {"n", value.n}});
    }
    Json document{{"ratings", rows},
                  {"battles", count(ratings.battles)},
                  {"cells", outcome.table.counts.size()},
                  {"log_likelihood", or_null(ratings.log_likelihood)},
                  {"bootstrapped", ratings.bootstrapped}};
    if (options.styled()) {
        document["style"] = Json::array();
        for (const statistics::StyleEffect& effect : outcome.styled.effects) {
            document["style"].push_back({{"feature", effect.feature},
                                         {"coefficient", or_null(effect.coefficient)},
                                         {"se", or_null(effect.se)},
                                         {"ci_low", or_null(effect.ci_low)},
                                         {"ci_high", or_null(effect.ci_high)}});
        }
    }
    if (!options.second.empty()) {
        const statistics::BattleTable& t = outcome.table;
        const auto share = [](std::size_t part, std::size_t whole) {
            return whole > 0 ? Json(static_cast<double>(part) / static_cast<double>(whole)) : Json(nullptr);
        };
        document["both_games"] = {{"n", t.both_games},
                                  {"consistency", share(t.agreeing, t.both_games)},
                                  {"first_position_rate", share(t.first_shown, t.decided)},
                                  {"decided_games", t.decided}};
    }
    document["unread"] = unread;
    document["skipped"] = skipped_json(outcome.skipped);
    document["skipped_rows"] = outcome.skipped_rows;
    document["warnings"] = ratings.warnings;
    return document;
}

std::string as_text(const Outcome& outcome, const Options& options) {
    const statistics::Ratings& ratings = outcome.styled.ratings;
    Columns table{">rank", "name", ">rating", ">SE", ">95 % from", ">to", ">wins", ">ties", ">losses"};
    const auto points = [](const std::optional<double>& value) {
        return value ? fmt::format("{:.3f}", *value) : std::string("undefined");
    };
    for (const auto& [row, record] : outcome.rows) {
        table.add({row.rank ? std::to_string(*row.rank) : "", row.name, points(row.rating), points(row.se),
                   points(row.ci_low), points(row.ci_high), fmt::format("{:.0f}", record.wins),
                   fmt::format("{:.0f}", record.ties), fmt::format("{:.0f}", record.losses)});
    }
    std::string text =
        table.text() + fmt::format("\n{:.0f} battles in {} pairs, log-likelihood {}; intervals by {}\n",
                                   ratings.battles, outcome.table.counts.size(),
                                   figure(ratings.log_likelihood),
                                   ratings.bootstrapped ? "bootstrap" : "sandwich");
    if (options.styled()) {
        Columns effects{"style, a standard deviation more", ">log odds", ">SE", ">95 % from", ">to"};
        for (const statistics::StyleEffect& effect : outcome.styled.effects) {
            effects.add({effect.feature, figure(effect.coefficient), figure(effect.se), figure(effect.ci_low),
                         figure(effect.ci_high)});
        }
        text += "\n" + effects.text();
    }
    if (!options.second.empty()) {
        text += fmt::format("both games: {} of {} rows agree; the first shown won {} of {} decided games\n",
                            outcome.table.agreeing, outcome.table.both_games, outcome.table.first_shown,
                            outcome.table.decided);
    }
    for (const statistics::UnreadOutcome& value : outcome.table.unread) {
        text += fmt::format("not an outcome: \"{}\", {} times\n", text::for_display(value.value), value.n);
    }
    text += remarks(outcome.skipped, ratings.warnings);
    return text;
}

void check(const Options& options) {
    const auto refuse = [](const char* what, const char* mend) {
        throw domain::Error(domain::ErrorKind::usage, what, "stats bradley-terry", mend);
    };
    if (options.style_a.size() != options.style_b.size()) {
        refuse("each feature needs its two sides", "give as many columns to --style-a as to --style-b");
    }
    if (options.text_a.empty() != options.text_b.empty()) {
        refuse("the texts need their two sides", "give --text-a and --text-b");
    }
    if (!options.text_a.empty() && !options.style_a.empty()) {
        refuse("features are given twice", "give columns of features or columns of texts");
    }
    if (!options.second_order.empty() && options.second.empty()) {
        refuse("--second-order says something of --second", "give --second, the column of the second game");
    }
}

int bradley_terry(Context& context, const Options& options) {
    check(options);
    require_order(options);
    formats::StreamedRows streamed;
    Battles battles = read_battles(options, streamed);
    statistics::RatingOptions how;
    how.ties_half = options.ties == "half";
    how.draws = options.bootstrap;
    how.seed = options.seed;
    if (!options.anchor.empty()) {
        set_anchor(options.anchor, battles.table.players, how);
    }
    Outcome outcome;
    outcome.table = std::move(battles.table);
    const std::vector<std::string>& players = outcome.table.players;
    if (options.styled()) {
        outcome.styled = statistics::styled_bradley_terry(players, battles.styled, how);
    } else {
        outcome.styled.ratings = statistics::bradley_terry(players, outcome.table.counts, how);
    }
    std::vector<std::string>& warnings = outcome.styled.ratings.warnings;
    if (battles.without_style > 0) {
        warnings.push_back(fmt::format("{} battles have looks that cannot be read and are in no rating",
                                       battles.without_style));
    }
    outcome.skipped = std::move(outcome.table.skipped);
    for (const formats::BadRow& bad : streamed.bad) {
        outcome.skipped.push_back({bad.line, bad.why});
    }
    std::ranges::stable_sort(outcome.skipped, {}, &statistics::SkippedRow::line);
    outcome.skipped_rows = outcome.table.skipped_rows + streamed.bad_rows;
    if (outcome.skipped_rows > outcome.skipped.size()) {
        warnings.push_back(fmt::format("{} rows were left out; the first {} are named", outcome.skipped_rows,
                                       outcome.skipped.size()));
    }
    const std::vector<Record> records = records_of(outcome.table);
    for (std::size_t i = 0; i < players.size(); ++i) {
        outcome.rows.emplace_back(outcome.styled.ratings.ratings[i], records[i]);
    }
    std::ranges::stable_sort(outcome.rows, [](const auto& one, const auto& other) {
        return one.first.rating.value_or(-1e300) > other.first.rating.value_or(-1e300);
    });
    if (options.table.json) {
        context.out.result_json(as_json(outcome, options));
    } else {
        context.out.result(as_text(outcome, options));
    }
    return ExitCode::done;
}

void add_style_options(CLI::App& command, Options& options) {
    command
        .add_option("--style-a", options.style_a,
                    "Columns of what the first answer looks like (its length, headers, …), for style control")
        ->delimiter(',')
        ->type_name("COL,COL,…")
        ->allow_extra_args(false);
    command.add_option("--style-b", options.style_b, "The same of the second, in the same order")
        ->delimiter(',')
        ->type_name("COL,COL,…")
        ->allow_extra_args(false);
    command
        .add_option("--text-a", options.text_a,
                    "Column of the first answer; its length, headers, bold pieces and lists are counted")
        ->type_name("COL");
    command.add_option("--text-b", options.text_b, "The same of the second")->type_name("COL");
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
    command
        ->add_option("--second", options->second,
                     "Column of a second game with the sides swapped; a win needs both to agree")
        ->type_name("COL");
    command
        ->add_option("--second-order", options->second_order,
                     "Whose order the second game is in: shown (swapped) or mapped back to the row's")
        ->type_name("shown|mapped")
        ->check(CLI::IsMember({"shown", "mapped"}));
    command->add_option("--ties", options->ties, "half: a tie is half a win for each; drop: left out")
        ->type_name("half|drop")
        ->check(CLI::IsMember({"half", "drop"}));
    command->add_option("--anchor", options->anchor, "A player whose rating is fixed, as base=1000")
        ->type_name("NAME=RATING");
    command->add_option("--bootstrap", options->bootstrap, "Draws for the intervals; 0: by the sandwich")
        ->type_name("N")
        ->check(CLI::Range(0, 1'000'000));
    command->add_option("--seed", options->seed, "Of the draws")->type_name("S");
    add_style_options(*command, *options);
    command->callback([options, &chosen] {
        chosen = [options](Context& context) { return bradley_terry(context, *options); };
    });
}

} // namespace tiebreak::cli
