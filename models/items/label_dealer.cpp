// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/label_dealer.h"

#include <QCoreApplication>

#include <utility>

namespace tiebreak::items {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("LabelDealer", text);
}

/// `name` before the first line, which stands in from there (SafeTextView::setParagraphs).
void addField(SafeText& all, const QString& name, const std::string& value, RunStyle style) {
    if (value.empty()) {
        return;
    }
    SafeText text = safeText(value);
    for (TextLine& line : text.lines) {
        for (TextRun& run : line.runs) {
            run.style = run.style == RunStyle::plain ? style : run.style;
        }
    }
    auto& first = text.lines.front().runs;
    first.insert(first.begin(), TextRun{name + QLatin1Char('\t'), RunStyle::hint});
    all.lines.insert(all.lines.end(), text.lines.begin(), text.lines.end());
    all.bytes += text.bytes;
}

std::shared_ptr<const SafeText> answerOf(const std::vector<std::string>& turns) {
    auto all = std::make_shared<SafeText>();
    for (std::size_t k = 0; k < turns.size(); ++k) {
        SafeText text = safeText(turns[k]);
        if (turns.size() > 1) {
            all->lines.push_back({{TextRun{tr("Turn %1").arg(k + 1), RunStyle::hint}}, false});
        }
        if (turns[k].find_first_not_of(" \t\r\n") == std::string::npos) {
            text.lines = {{{TextRun{tr("an empty answer"), RunStyle::hint}}, false}};
        }
        all->lines.insert(all->lines.end(), text.lines.begin(), text.lines.end());
        all->bytes += text.bytes;
        all->shown += text.shown;
        all->cut = all->cut || text.cut;
    }
    return all;
}

} // namespace

std::shared_ptr<const DealtCard> laid_out(store::Connection& connection, const workbench::LabelDesk& desk,
                                          const workbench::LabelCard& card) {
    const workbench::LabelCardText text = workbench::read_card_text(connection, desk, card);
    auto dealt = std::make_shared<DealtCard>();
    dealt->card = card;
    auto question = std::make_shared<SafeText>();
    addField(*question, tr("System"), text.item.system, RunStyle::secondary);
    addField(*question, tr("Instruction"), text.item.instruction, RunStyle::strong);
    addField(*question, tr("Input"), text.item.input, RunStyle::plain);
    for (std::size_t k = 0; k < text.item.turns.size(); ++k) {
        addField(*question, tr("Turn %1").arg(k + 2), text.item.turns[k], RunStyle::plain);
    }
    dealt->question = question;
    if (!text.item.reference.empty()) {
        auto reference = std::make_shared<SafeText>();
        addField(*reference, tr("Reference"), text.item.reference, RunStyle::secondary);
        dealt->reference = reference;
    }
    for (const std::vector<std::string>& turns : text.answers) {
        dealt->answers.push_back(answerOf(turns));
        std::string plain;
        for (const std::string& turn : turns) {
            plain += (plain.empty() ? "" : "\n\n") + turn;
        }
        dealt->plain.push_back(std::move(plain));
    }
    return dealt;
}

LabelDealer::LabelDealer(std::shared_ptr<const workbench::LabelDesk> desk, workbench::LabelChoice choice)
    : desk_(std::move(desk))
    , choice_(choice)
    , queue_(desk_, std::move(choice))
    , state_{queue_.order(), queue_.settled(), queue_.open(), queue_.counts()} {}

void LabelDealer::tell(Step step) {
    const std::scoped_lock lock(mutex_);
    told_.push_back(std::move(step));
}

void LabelDealer::work_off() {
    bool worked = false;
    for (;;) {
        Step step;
        {
            const std::scoped_lock lock(mutex_);
            if (told_.empty()) {
                if (worked) {
                    state_ = {queue_.order(), queue_.settled(), queue_.open(), queue_.counts()};
                    empty_ = false; // a card that was taken back may come again
                }
                return;
            }
            step = std::move(told_.front());
            told_.pop_front();
        }
        step(queue_);
        worked = true;
    }
}

void LabelDealer::deal(store::Connection& connection, std::size_t ahead) {
    const std::scoped_lock working(working_);
    work_off();
    for (;;) {
        {
            const std::scoped_lock lock(mutex_);
            if (waiting_.size() >= ahead) {
                return;
            }
        }
        const auto card = queue_.next();
        if (!card) {
            const std::scoped_lock lock(mutex_);
            empty_ = true;
            return;
        }
        auto dealt = laid_out(connection, *desk_, *card);
        const std::scoped_lock lock(mutex_);
        waiting_.push_back(std::move(dealt));
    }
}

std::shared_ptr<const DealtCard> LabelDealer::take() {
    const std::scoped_lock lock(mutex_);
    if (waiting_.empty()) {
        return nullptr;
    }
    auto card = waiting_.front();
    waiting_.pop_front();
    return card;
}

void LabelDealer::put_back(std::shared_ptr<const DealtCard> card) {
    const std::scoped_lock lock(mutex_);
    waiting_.push_front(std::move(card));
}

bool LabelDealer::exhausted() const {
    const std::scoped_lock lock(mutex_);
    return empty_ && waiting_.empty() && told_.empty();
}

DealtState LabelDealer::state() const {
    const std::scoped_lock lock(mutex_);
    return state_;
}

} // namespace tiebreak::items
