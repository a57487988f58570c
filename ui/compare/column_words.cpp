// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/column_words.h"

#include "items/compare_list_model.h"
#include "text/utf8.h"
#include "ui/widgets/wording.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace tiebreak::ui {

using domain::FailureKind;
using items::RunStyle;
using workbench::CompareColumn;
using workbench::ItemMark;

namespace {

QString say(const char* text, const char* hint = nullptr, int n = -1) {
    return QCoreApplication::translate("Compare", text, hint, n);
}

constexpr unsigned bit(ItemMark mark) {
    return static_cast<unsigned>(mark);
}

bool oneOf(const std::string& text, std::initializer_list<const char*> names) {
    return std::ranges::any_of(names, [&](const char* name) { return text == name; });
}

QVector<double> readScores(const CompareColumn& column) {
    QVector<double> scores;
    for (const CompareColumn::Verdict& verdict : column.verdicts) {
        if (verdict.score && std::isfinite(*verdict.score)) {
            scores << *verdict.score;
        }
    }
    return scores;
}

double spread(const CompareColumn& column) {
    const QVector<double> scores = readScores(column);
    const auto [low, high] = std::minmax_element(scores.begin(), scores.end());
    return scores.isEmpty() ? 0 : *high - *low;
}

/// Whose repeats make the item one where reruns differ: a tenth of the scale or more apart, and in any case
/// the farthest apart.
bool rerunsDiffer(const workbench::CompareDetail& detail, const CompareColumn& column,
                  const items::ScoreScale& scale) {
    if ((detail.marks & bit(ItemMark::reruns_differ)) == 0) {
        return false;
    }
    const double own = spread(column);
    double widest = 0;
    for (const CompareColumn& other : detail.columns) {
        widest = std::max(widest, spread(other));
    }
    return own > 0 && (own >= (scale.high - scale.low) / 10 || own == widest);
}

unsigned marksOf(const workbench::CompareDetail& detail, const CompareColumn& column,
                 const items::ScoreScale& scale, bool blind) {
    unsigned marks = 0;
    for (const std::string& flaw : column.degenerate) {
        marks |= flaw == "empty"             ? bit(ItemMark::empty)
                 : flaw == "repetition_loop" ? bit(ItemMark::loop)
                 : flaw == "leaked_template" ? bit(ItemMark::leaked_template)
                                             : 0U;
    }
    if (column.failure != FailureKind::none) {
        marks |= bit(ItemMark::failed);
    }
    if (blind) {
        return marks;
    }
    if (std::ranges::any_of(column.verdicts,
                            [](const auto& verdict) { return verdict.status == "parse_failure"; })) {
        marks |= bit(ItemMark::parse_failure);
    }
    if (rerunsDiffer(detail, column, scale)) {
        marks |= bit(ItemMark::reruns_differ);
    }
    return marks;
}

QStringList flawWords(const CompareColumn& column) {
    QStringList words;
    for (const std::string& flaw : column.degenerate) {
        if (flaw == "prompt_echo") {
            words << say("gives the instruction back");
        } else if (flaw == "wrong_script") {
            words << say("written in another script than the item");
        }
    }
    return words;
}

QString orderWords(const CompareColumn& column) {
    QStringList positions;
    int of = 0;
    for (const CompareColumn::Verdict& verdict : column.verdicts) {
        if (verdict.position > 0) {
            positions << QString::number(verdict.position);
            of = verdict.positions;
        }
    }
    if (positions.isEmpty() || of < 2) {
        return {};
    }
    if (std::ranges::all_of(positions, [&](const QString& p) { return p == positions.front(); })) {
        positions = {positions.front()};
    }
    return say("shown as Model %1 of %2").arg(positions.join(QStringLiteral(", "))).arg(of);
}

items::TextLine verdictLine(const CompareColumn::Verdict& verdict, const items::ScoreScale& scale,
                            bool severalRepeats) {
    items::TextLine line;
    const QString repeat = severalRepeats ? say(" in rerun %1").arg(verdict.repeat) : QString();
    const QString reason =
        verdict.reason.empty() ? QString() : QStringLiteral(": ") + items::safeLine(verdict.reason);
    if (verdict.status == "parse_failure") {
        line.runs.push_back({say("Reply not read") + repeat, RunStyle::warn});
        line.runs.push_back({reason, RunStyle::secondary});
    } else if (verdict.status == "failed") {
        line.runs.push_back({say("The judge failed") + repeat, RunStyle::bad});
        line.runs.push_back({reason, RunStyle::secondary});
    } else if (verdict.score || (!verdict.words.empty() && verdict.status == "read")) {
        const QString about = items::safeLine(verdict.words);
        const QString score = verdict.score ? items::scoreText(verdict.score, scale) : QString();
        const bool both = !about.isEmpty() && !score.isEmpty();
        line.runs.push_back({about + (both ? QStringLiteral(": ") : QString()) + score, RunStyle::strong});
    } else {
        line.runs.push_back({say("Not judged") + repeat, RunStyle::hint});
        line.runs.push_back({reason, RunStyle::secondary});
    }
    return line;
}

items::SafeText commentLines(const CompareColumn& column, const items::ScoreScale& scale) {
    items::SafeText text;
    const bool several = column.verdicts.size() > 1;
    for (const CompareColumn::Verdict& verdict : column.verdicts) {
        items::TextLine first = verdictLine(verdict, scale, several);
        constexpr std::size_t most = 20 * 1024; // a comment beyond this is no comment
        items::SafeText comment = items::safeText(text::trim(verdict.comment), items::TextForm::clean, most);
        bool joined = false;
        for (items::TextLine& line : comment.lines) {
            for (items::TextRun& run : line.runs) {
                run.style = RunStyle::secondary;
            }
            if (!joined) {
                joined = true;
                if (!line.runs.empty()) {
                    first.runs.push_back({QStringLiteral("\u2002"), RunStyle::secondary});
                    first.runs.insert(first.runs.end(), line.runs.begin(), line.runs.end());
                }
                text.lines.push_back(first);
            } else {
                text.lines.push_back(line);
            }
        }
    }
    return text;
}

QStringList footerWords(const CompareColumn& column, bool blind) {
    QStringList words;
    if (column.usage.completion_tokens) {
        words << say("%1 tokens").arg(countText(*column.usage.completion_tokens));
    } else if (column.present) {
        constexpr std::size_t countedAtOnce = 64 * 1024; // beyond, counting would hold up the window
        if (column.text.size() <= countedAtOnce) {
            const auto count = static_cast<qint64>(text::word_count(column.text));
            words << (count == 1 ? say("1 word") : say("%1 words").arg(countText(count)));
        } else {
            words << say("%1 KB").arg(countText(static_cast<qint64>(column.text.size() / 1024)));
        }
    }
    if (column.latency_ms && !blind) {
        words << (*column.latency_ms < 59'950 ? say("%1 s").arg(numberText(*column.latency_ms / 1000, 1))
                                              : durationText(*column.latency_ms / 1000));
    }
    const QString finish = finishWords(column.finish_reason);
    if (!finish.isEmpty()) {
        words << finish;
    }
    return words;
}

} // namespace

QString letterName(int at) {
    QString name;
    for (int left = at; left >= 0; left = left / 26 - 1) {
        name.prepend(QChar(u'A' + left % 26));
    }
    return name;
}

QString finishWords(const std::string& reason) {
    if (reason.empty()) {
        return {};
    }
    if (oneOf(reason, {"stop", "eos", "end_turn", "stop_sequence", "eos_token"})) {
        return say("stopped by itself");
    }
    if (oneOf(reason, {"length", "max_tokens", "model_length"})) {
        return say("cut at the token limit");
    }
    if (reason == "content_filter") {
        return say("stopped by the content filter");
    }
    if (oneOf(reason, {"tool_calls", "function_call", "tool_use"})) {
        return say("called a tool");
    }
    return say("ended by “%1”").arg(items::safeLine(reason));
}

QString failureWords(FailureKind kind) {
    switch (kind) {
    case FailureKind::none:
        break;
    case FailureKind::connect:
        return say("no connection");
    case FailureKind::timeout:
        return say("timed out");
    case FailureKind::reset:
        return say("the connection broke off");
    case FailureKind::http_client:
        return say("the server refused the request");
    case FailureKind::rate_limit:
        return say("rate limit");
    case FailureKind::server:
        return say("the server failed");
    case FailureKind::bad_body:
        return say("the reply was not what the API promises");
    case FailureKind::too_large:
        return say("the reply was too large");
    case FailureKind::redirect:
        return say("redirected to another address");
    case FailureKind::program:
        return say("the program failed");
    case FailureKind::refused:
        return say("not sent: scheme, key and host do not fit");
    case FailureKind::secret:
        return say("the key is not to be had");
    case FailureKind::weights_changed:
        return say("the weights changed during the run");
    case FailureKind::cancelled:
        return say("stopped before it was asked");
    }
    return {};
}

ColumnWords columnWords(const workbench::CompareIndex& index, const workbench::CompareDetail& detail,
                        int candidate, int at, bool blind, const items::ScoreScale& scale) {
    const CompareColumn& column = detail.columns[static_cast<std::size_t>(candidate)];
    ColumnWords words;
    words.candidate = candidate;
    words.blind = blind;
    words.name = blind ? letterName(at) : items::safeLine(column.name);
    words.slot = blind ? blindSlot : column.slot;
    words.present = column.present;
    words.marks = marksOf(detail, column, scale, blind);
    words.flaws = flawWords(column);
    words.footer = footerWords(column, blind);
    words.stoppedEarly =
        oneOf(column.finish_reason, {"length", "max_tokens", "model_length", "content_filter"});
    if (column.failure != FailureKind::none) {
        words.failure = failureWords(column.failure);
        // What a server says may name the model it serves.
        words.failureDetail = blind ? QString() : items::safeLine(column.failure_detail);
    } else if (!column.present) {
        words.failure = say("not asked yet");
    }
    if (blind) {
        return words;
    }
    words.baseline = candidate == 0;
    if (index.judging.stored()) {
        words.score = items::scoreText(column.score, scale);
    }
    const std::optional<double> base = detail.columns.front().score;
    if (!words.baseline && column.score && base) {
        words.change = *column.score - *base;
        words.difference = signedText(words.change, scale.decimals);
    }
    words.order = orderWords(column);
    words.comments = commentLines(column, scale);
    words.repeats = readScores(column);
    int reruns = 0; // a pair has two verdicts of one run
    for (const CompareColumn::Verdict& verdict : column.verdicts) {
        reruns = std::max(reruns, verdict.repeat);
    }
    if (reruns > 1) {
        words.repeatsText = say("%1 reruns").arg(reruns);
    }
    if (words.repeats.size() > 1) {
        const auto [low, high] = std::minmax_element(words.repeats.begin(), words.repeats.end());
        words.rangeText = *low == *high ? items::scoreText(*low, scale)
                                        : QStringLiteral("%1–%2").arg(items::scoreText(*low, scale),
                                                                      items::scoreText(*high, scale));
    }
    return words;
}

QString ColumnWords::description() const {
    QStringList said{name};
    if (baseline) {
        said << say("baseline");
    }
    if (!score.isEmpty()) {
        said << say("score %1").arg(score);
    }
    if (!difference.isEmpty()) {
        said << say("%1 against the baseline").arg(difference);
    }
    if (!failure.isEmpty()) {
        said << say("no answer: %1").arg(failure);
    }
    said << items::markWords(marks) << flaws;
    return said.join(QStringLiteral(", "));
}

} // namespace tiebreak::ui
