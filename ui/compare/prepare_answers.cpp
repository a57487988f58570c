// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/prepare_answers.h"

#include "text/utf8.h"

#include <QCoreApplication>

#include <future>
#include <limits>

namespace tiebreak::ui {

namespace {

constexpr std::size_t worthAThread = 32 * 1024;

QString say(const char* text) {
    return QCoreApplication::translate("Compare", text);
}

bool isLightMarkdown(const std::string& text) {
    int images = 0;
    for (std::size_t at = text.find("!["); at != std::string::npos && images <= mostMarkdownImages;
         at = text.find("![", at + 2)) {
        ++images;
    }
    return text.size() <= longestMarkdown && images <= mostMarkdownImages;
}

PreparedAnswer prepare(const PrepareWish& wish, int candidate, const std::stop_token& stop) {
    const auto& columns = wish.detail->columns;
    const workbench::CompareColumn& column = columns[static_cast<std::size_t>(candidate)];
    if (!column.present) {
        const bool failed = column.failure != domain::FailureKind::none;
        return failed
                   ? noteAnswer(say("No answer: %1").arg(failureWords(column.failure)), items::RunStyle::bad,
                                wish.blind ? QString() : items::safeLine(column.failure_detail))
                   : noteAnswer(say("Not asked yet"), items::RunStyle::hint);
    }
    if (text::is_blank(column.text) && (!wish.raw || column.text.empty())) {
        return noteAnswer(column.text.empty() ? say("Empty answer") : say("Nothing but blanks"),
                          items::RunStyle::hint);
    }
    const std::size_t most =
        wish.whole.contains(candidate) ? std::numeric_limits<std::size_t>::max() : items::shownAtFirst;
    const auto form = wish.raw ? items::TextForm::raw : items::TextForm::clean;
    // What a completion begins and ends with (" Sure …\n\n") is seen in the raw form only.
    const auto shown = [&wish](const std::string& whole) {
        return wish.raw ? std::string_view(whole) : text::trim(whole);
    };
    PreparedAnswer answer;
    const auto against = static_cast<std::size_t>(wish.diffAgainst);
    if (wish.wordDiff && candidate != wish.diffAgainst && against < columns.size() &&
        columns[against].present) {
        answer.text = std::make_shared<const items::SafeText>(
            items::safeDiff(shown(columns[against].text), shown(column.text), form, most, stop));
    } else if (!wish.wordDiff && !wish.raw && isLightMarkdown(column.text)) {
        answer.asMarkdown = true;
        answer.markdown = QString::fromStdString(text::for_display(shown(column.text)));
    } else {
        answer.text =
            std::make_shared<const items::SafeText>(items::safeText(shown(column.text), form, most));
    }
    return answer;
}

} // namespace

PreparedAnswer noteAnswer(const QString& words, items::RunStyle style, const QString& detail) {
    items::SafeText text;
    text.lines.push_back({{{words, style}}, false});
    if (!detail.isEmpty()) {
        text.lines.push_back({{{detail, items::RunStyle::secondary}}, false});
    }
    PreparedAnswer answer;
    answer.text = std::make_shared<const items::SafeText>(std::move(text));
    return answer;
}

std::vector<PreparedAnswer> prepareAnswers(const PrepareWish& wish, const std::stop_token& stop) {
    std::vector<PreparedAnswer> answers(wish.candidates.size());
    const auto every = [&](std::size_t first, std::size_t step) {
        for (std::size_t i = first; i < answers.size() && !stop.stop_requested(); i += step) {
            answers[i] = prepare(wish, wish.candidates[i], stop);
        }
    };
    std::size_t bytes = 0;
    for (const workbench::CompareColumn& column : wish.detail->columns) {
        bytes += column.text.size();
    }
    if (bytes < worthAThread || answers.size() < 2) {
        every(0, 1);
    } else { // a reader waits for it: two at once
        std::future<void> odd = std::async(std::launch::async, [&] { every(1, 2); });
        every(0, 2);
        odd.get();
    }
    return answers;
}

} // namespace tiebreak::ui
