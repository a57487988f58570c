// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/answer_columns.h"

#include "text/utf8.h"
#include "ui/compare/prepare_answers.h"
#include "ui/compare/safe_text_view.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QFontMetricsF>
#include <QHBoxLayout>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QTimer>

#include <algorithm>
#include <cmath>

namespace tiebreak::ui {

namespace {

constexpr int fewest = 2;
constexpr int characters = 45;
/// Running text, whose mean width stands for a character.
constexpr const char* sample =
    "Lie on your back with your legs straight and your arms at your sides. Raise your "
    "legs until they are perpendicular to the floor. Pause, then slowly lower your "
    "legs to the starting position.";
/// Milliseconds until a new item is shown without its texts, where making them ready takes long.
constexpr int patience = 150;
constexpr int shortestJudge = 56;

} // namespace

AnswerColumns::AnswerColumns(items::Background& background, QWidget* parent)
    : QWidget(parent)
    , background_(background)
    , blindSeed_(QRandomGenerator::global()->generate64())
    , waiting_(new QTimer(this)) {
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(0);
    for (int i = 0; i < most; ++i) {
        if (i > 0) {
            auto* hair = new Hairline(Qt::Vertical);
            hair->hide();
            lines_.push_back(hair);
            line->addWidget(hair);
        }
        auto* column = new AnswerColumn;
        column->setObjectName(QStringLiteral("column%1").arg(i + 1));
        column->hide();
        line->addWidget(column, 1);
        columns_.push_back(column);
        connect(column, &AnswerColumn::focusWanted, this, [this, i] { setCurrent(i); });
        connect(column, &AnswerColumn::menuWanted, this, &AnswerColumns::menuWanted);
        connect(column, &AnswerColumn::gripDragged, this, [this](int globalY) {
            const int bottom = mapToGlobal(QPoint(0, height())).y();
            setJudgeShare(double(bottom - globalY) / std::max(1, height()));
            emit judgeShareChanged();
        });
        connect(column, &AnswerColumn::allWanted, this, [this, i] {
            whole_.insert(visible_[static_cast<std::size_t>(i)]);
            prepare();
        });
        connect(column->answer()->verticalScrollBar(), &QScrollBar::valueChanged, this,
                [this, i] { scrolled(i); });
    }
    waiting_->setSingleShot(true);
    waiting_->setInterval(patience);
    connect(waiting_, &QTimer::timeout, this, &AnswerColumns::showWaiting);
    connect(qApp, &QApplication::focusChanged, this, &AnswerColumns::mark);
}

AnswerColumns::~AnswerColumns() {
    ticket_.cancel();
}

int AnswerColumns::narrowest() {
    const QFontMetricsF metrics(Theme::font(TextSize::body));
    const QString text = QString::fromLatin1(sample);
    const double character = metrics.horizontalAdvance(text) / static_cast<double>(text.size());
    return static_cast<int>(std::floor(characters * character)) + 20;
}

void AnswerColumns::setContent(std::shared_ptr<const workbench::CompareIndex> index,
                               std::shared_ptr<const workbench::CompareDetail> detail) {
    if (index != index_) {
        scale_ = index ? items::scoreScale(*index) : items::ScoreScale{};
        const int candidates = index ? static_cast<int>(index->candidates.size()) : 0;
        if (!index_ || !index || index_->run != index->run || diffAgainst_ >= candidates) {
            diffAgainst_ = 0;
            page_ = 0;
            current_ = 0;
        }
    }
    index_ = std::move(index);
    detail_ = std::move(detail);
    whole_.clear();
    reorder();
}

void AnswerColumns::setMode(const ReadingMode& mode) {
    if (mode == mode_) {
        return;
    }
    const bool textsChange =
        mode.wordDiff != mode_.wordDiff || mode.raw != mode_.raw || mode.blind != mode_.blind;
    mode_ = mode;
    if (textsChange) {
        reorder();
    }
}

void AnswerColumns::setDiffAgainst(int candidate) {
    diffAgainst_ = candidate;
    prepare();
}

int AnswerColumns::diffSource() const {
    return mode_.blind && !order_.empty() ? order_.front() : diffAgainst_;
}

int AnswerColumns::columnsThatFit() const {
    const int candidates = static_cast<int>(order_.size());
    return std::min(candidates, std::clamp((width() + 1) / (narrowest() + 1), fewest, most));
}

int AnswerColumns::pages() const {
    return items::columnPages(static_cast<int>(order_.size()), columnsThatFit());
}

void AnswerColumns::turnPage(int by) {
    const int page = std::clamp(page_ + by, 0, pages() - 1);
    if (page != page_) {
        page_ = page;
        fit();
        prepare();
    }
}

QString AnswerColumns::pageText() const {
    const int all = static_cast<int>(order_.size());
    const int shown = static_cast<int>(visible_.size());
    if (shown < 2 || shown == all) {
        return {};
    }
    const auto second = std::find(order_.begin(), order_.end(), visible_[1]);
    const int from = static_cast<int>(second - order_.begin()) + 1;
    if (from == 2) {
        return tr("Columns 1–%1 of %2").arg(shown).arg(all);
    }
    return from == from + shown - 2 ? tr("Columns 1, %1 of %2").arg(from).arg(all)
                                    : tr("Columns 1, %1–%2 of %3").arg(from).arg(from + shown - 2).arg(all);
}

int AnswerColumns::shownColumns() const {
    return static_cast<int>(visible_.size());
}

std::vector<int> AnswerColumns::shownCandidates() const {
    return visible_;
}

int AnswerColumns::currentCandidate() const {
    return current_ < shownColumns() ? visible_[static_cast<std::size_t>(current_)] : -1;
}

void AnswerColumns::reorder() {
    const int candidates = index_ ? static_cast<int>(index_->candidates.size()) : 0;
    order_ = items::columnOrder(candidates, detail_ ? detail_->item : domain::ItemRevisionId{}, mode_.blind,
                                blindSeed_);
    page_ = std::clamp(page_, 0, std::max(0, pages() - 1));
    fit();
    prepare();
}

void AnswerColumns::fit() {
    visible_ = items::columnPage(order_, columnsThatFit(), page_);
    const int shown = shownColumns();
    for (int i = 0; i < most; ++i) {
        columns_[static_cast<std::size_t>(i)]->setVisible(i < shown);
        if (i > 0) {
            lines_[static_cast<std::size_t>(i - 1)]->setVisible(i < shown);
        }
    }
    current_ = std::clamp(current_, 0, std::max(0, shown - 1));
    placeJudges();
    mark();
    emit pageChanged();
}

void AnswerColumns::prepare() {
    if (!index_ || !detail_ || visible_.empty()) {
        ticket_.cancel();
        waiting_->stop();
        return;
    }
    if (!waiting_->isActive()) {
        waiting_->start();
    }
    for (AnswerColumn* column : columns_) {
        column->answer()->pause(); // the rest of the item before would only hold up this one
    }
    PrepareWish wish{detail_, visible_, diffSource(), mode_.wordDiff, mode_.raw, mode_.blind, whole_};
    background_.run(
        this, ticket_,
        [wish = std::move(wish)](const std::stop_token& stop) { return prepareAnswers(wish, stop); },
        [this](const std::shared_ptr<const std::vector<PreparedAnswer>>& answers) {
            waiting_->stop();
            showAnswers(*answers);
            emit shown();
        },
        [this](const items::ErrorInfo& error) {
            waiting_->stop();
            showAnswers(
                std::vector<PreparedAnswer>(visible_.size(), noteAnswer(error.what, items::RunStyle::bad)));
        });
}

void AnswerColumns::showWaiting() {
    showAnswers(std::vector<PreparedAnswer>(visible_.size(),
                                            noteAnswer(tr("Comparing words…"), items::RunStyle::hint)));
}

void AnswerColumns::showAnswers(const std::vector<PreparedAnswer>& answers) {
    following_ = true; // laying out anew is not scrolling
    for (int i = 0; i < shownColumns() && i < static_cast<int>(answers.size()); ++i) {
        const int candidate = visible_[static_cast<std::size_t>(i)];
        const auto at = std::find(order_.begin(), order_.end(), candidate) - order_.begin();
        const ColumnWords words =
            columnWords(*index_, *detail_, candidate, static_cast<int>(at), mode_.blind, scale_);
        const bool comparedTo = mode_.wordDiff && !mode_.blind && candidate == diffAgainst_ && candidate != 0;
        columns_[static_cast<std::size_t>(i)]->showColumn(words, answers[static_cast<std::size_t>(i)], i + 1,
                                                          comparedTo, index_->judging.stored(), scale_);
    }
    following_ = false;
    placeJudges();
}

void AnswerColumns::markWords(const QString& words) {
    for (AnswerColumn* column : columns_) {
        column->answer()->markWords(words);
    }
}

bool AnswerColumns::goToMark(bool backwards) {
    for (int step = 0; step < shownColumns(); ++step) {
        const int at = (current_ + (backwards ? shownColumns() - step : step)) % shownColumns();
        SafeTextView* answer = columns_[static_cast<std::size_t>(at)]->answer();
        if (step > 0) { // begin anew in a column that is come to
            answer->moveCursor(backwards ? QTextCursor::End : QTextCursor::Start);
        }
        if (answer->goToMark(backwards)) {
            setCurrent(at);
            answer->setFocus(Qt::OtherFocusReason);
            return true;
        }
    }
    return false;
}

void AnswerColumns::focusColumn(int at) {
    if (at >= 0 && at < shownColumns()) {
        setCurrent(at);
        columns_[static_cast<std::size_t>(at)]->answer()->setFocus(Qt::ShortcutFocusReason);
    }
}

void AnswerColumns::showCandidate(int candidate) {
    const auto shownAt = [&] { return std::find(visible_.begin(), visible_.end(), candidate); };
    for (int page = 0; shownAt() == visible_.end() && page < pages(); ++page) {
        turnPage(page - page_);
    }
    if (shownAt() != visible_.end()) {
        setCurrent(static_cast<int>(shownAt() - visible_.begin()));
    }
}

void AnswerColumns::setCurrent(int at) {
    if (at != current_) {
        current_ = at;
        emit currentChanged();
    }
    mark();
}

void AnswerColumns::mark() {
    const QWidget* focused = QApplication::focusWidget();
    for (int i = 0; i < most; ++i) {
        AnswerColumn* column = columns_[static_cast<std::size_t>(i)];
        const bool inside = focused && column->isAncestorOf(focused);
        column->setMarking(inside          ? AnswerColumn::Marking::focused
                           : i == current_ ? AnswerColumn::Marking::current
                                           : AnswerColumn::Marking::none);
    }
}

void AnswerColumns::setJudgeShare(double share) {
    judgeShare_ = std::clamp(share, 0.1, 0.65);
    placeJudges();
}

void AnswerColumns::placeJudges() {
    constexpr int besides = 6 + 28; // grip and footer are part of the share
    const int pixels = std::max(shortestJudge, static_cast<int>(height() * judgeShare_) - besides);
    for (AnswerColumn* column : columns_) {
        column->setJudgeHeight(pixels);
    }
}

void AnswerColumns::scrolled(int from) {
    if (following_ || !mode_.scrollTogether) {
        return;
    }
    const QScrollBar* leader = columns_[static_cast<std::size_t>(from)]->answer()->verticalScrollBar();
    if (leader->maximum() <= 0) {
        return;
    }
    following_ = true;
    const double share = double(leader->value()) / leader->maximum();
    for (int i = 0; i < shownColumns(); ++i) {
        if (i != from) {
            QScrollBar* bar = columns_[static_cast<std::size_t>(i)]->answer()->verticalScrollBar();
            bar->setValue(static_cast<int>(std::lround(share * bar->maximum())));
        }
    }
    following_ = false;
}

void AnswerColumns::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeJudges();
    const auto before = visible_;
    page_ = std::clamp(page_, 0, std::max(0, pages() - 1));
    if (items::columnPage(order_, columnsThatFit(), page_) != before) {
        fit();
        prepare();
    }
}

} // namespace tiebreak::ui
