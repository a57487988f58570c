// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/progress_view.h"

#include "items/figures.h"
#include "items/judging_progress_model.h"
#include "items/progress_model.h"
#include "items/roles.h"
#include "ui/runs/exchange_pane.h"
#include "ui/theme/style.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/wording.h"

#include <QItemSelectionModel>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

namespace {

void fitToRows(TableView& table) {
    const int rows = table.model()->rowCount();
    table.setMaximumHeight(metric::row * (rows + 1) + 2);
    table.setMinimumHeight(metric::row * (std::min(rows, 4) + 1) + 2);
}

} // namespace

ProgressView::ProgressView(Settings* settings, QWidget* parent)
    : Pane(&Tokens::content, {}, parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    message_ = new MessageBar;
    message_->setClosable(false);
    message_->hide();
    column->addWidget(message_);
    title_ = new SectionTitle(tr("Answers"));
    column->addWidget(title_);
    model_ = new items::ProgressModel(this);
    table_ = new TableView(tr("Candidates"), QStringLiteral("run-progress"), settings);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setModel(model_);
    table_->setColumnWidths({190, 150, 220, 60, 66, 0});
    column->addWidget(table_, 3);
    exchange_ = new ExchangePane;
    exchange_->setMinimumHeight(150);
    exchange_->hide();
    column->addWidget(exchange_, 4);
    judgingTitle_ = new SectionTitle(tr("Judgings"));
    column->addWidget(judgingTitle_);
    judgingModel_ = new items::JudgingProgressModel(this);
    judgings_ = new TableView(tr("Judgings"), QStringLiteral("run-progress-judgings"), settings);
    judgings_->setModel(judgingModel_);
    judgings_->setColumnWidths({340, 0, 120, 90});
    column->addWidget(judgings_, 1);
    column->addStretch(0);

    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ProgressView::selectionChanged);
    connect(exchange_, &ExchangePane::stepRequested, this, &ProgressView::step);
    connect(exchange_, &ExchangePane::retryRequested, this, [this] { emit retryRequested(selected_); });
    connect(exchange_, &ExchangePane::modelRequested, this, [this] { emit modelRequested(selected_); });
    connect(exchange_, &ExchangePane::calmRequested, this,
            [this](int concurrency) { emit calmRequested(selected_, concurrency); });
    setProgress(nullptr);
}

const runs::Progress* ProgressView::progress() const {
    return progress_.get();
}

void ProgressView::setProgress(std::shared_ptr<const runs::Progress> progress) {
    const bool otherRun = !progress_ || !progress || progress_->run != progress->run;
    progress_ = std::move(progress);
    model_->setProgress(progress_);
    judgingModel_->setProgress(progress_);
    fitToRows(*table_);
    fitToRows(*judgings_);
    const bool judged = progress_ && !progress_->judgings.empty();
    judgingTitle_->setVisible(judged);
    judgings_->setVisible(judged);
    showHint();
    showMessage();
    if (otherRun) {
        selected_.clear();
        failures_.clear();
        exchange_->hide();
        // What failed is what one comes here for.
        for (int row = 0; row < model_->rowCount(); ++row) {
            if (model_->at(row).failed > 0) {
                table_->setCurrentIndex(model_->index(row, 0));
                break;
            }
        }
    }
    if (!selected_.isEmpty()) {
        wantFailures();
    }
}

void ProgressView::showHint() {
    if (!progress_) {
        title_->setHint({});
        return;
    }
    std::int64_t asked = 0;
    std::int64_t answered = 0;
    std::int64_t imported = 0;
    std::int64_t failed = 0;
    for (const runs::Progress::Candidate& c : progress_->candidates) {
        (c.imported ? imported : answered) += c.done;
        asked += c.imported ? 0 : c.total;
        failed += c.failed;
    }
    QStringList parts;
    if (asked > 0) {
        parts << tr("%1 of %2 answered").arg(countText(answered), countText(asked));
    }
    if (imported > 0) {
        parts << tr("%1 imported").arg(countText(imported));
    }
    parts << tr("%1 failed").arg(countText(failed));
    const bool paid = progress_->cost || progress_->run_cost > 0;
    const double cost = std::max(progress_->run_cost, progress_->cost.value_or(0));
    if (progress_->max_cost) {
        parts << tr("%1 of %2 cap spent").arg(moneyText(cost), moneyText(progress_->max_cost));
    } else if (paid) {
        parts << tr("%1 spent").arg(moneyText(cost));
    }
    title_->setHint(parts.join(QStringLiteral(", ")));
}

void ProgressView::showMessage() {
    using Phase = runs::Progress::Phase;
    const bool ended = progress_ && (progress_->phase == Phase::stopped || progress_->phase == Phase::failed);
    if (!ended) {
        message_->hide();
        return;
    }
    const bool broke = progress_->phase == Phase::failed;
    const QString why = items::shown(progress_->message);
    const QString what = broke ? tr("The run stopped by itself.") : tr("The run is stopped.");
    const QString rest = tr("What was answered is kept; Resume asks only for the rest.");
    const QString mend = why.isEmpty() ? rest : QStringLiteral("%1 %2").arg(why, rest);
    if (message_->isHidden() || !message_->message().contains(mend)) {
        message_->showMessage(broke ? MessageBar::Kind::error : MessageBar::Kind::warn, what, mend);
        message_->setClosable(false);
    }
}

void ProgressView::selectionChanged() {
    selected_ = table_->currentIndex().data(items::idRole).toString();
    failures_.clear();
    failedThen_ = 0;
    shown_ = 0;
    exchange_->hide();
    wantFailures();
}

void ProgressView::wantFailures() {
    const int row = model_->rowOf(selected_.toStdString());
    const std::int64_t failed = row >= 0 ? model_->at(row).failed : 0;
    if (failed == 0) {
        exchange_->hide();
    }
    if (failed != failedThen_) {
        failedThen_ = failed;
        if (failed > 0) {
            emit failuresWanted(selected_);
        }
    }
}

void ProgressView::setFailures(const QString& candidate, const std::vector<items::FailedResponse>& failures) {
    if (candidate != selected_) {
        return;
    }
    failures_ = failures;
    shown_ = std::clamp(shown_, 0, std::max(0, static_cast<int>(failures_.size()) - 1));
    if (failures_.empty()) {
        exchange_->hide();
        return;
    }
    emit exchangeWanted(selected_, failures_[static_cast<std::size_t>(shown_)]);
}

void ProgressView::setExchange(const items::Exchange& exchange) {
    if (failures_.empty()) {
        return;
    }
    exchange_->setExchange(exchange, shown_, static_cast<int>(failures_.size()));
    exchange_->show();
}

void ProgressView::step(int by) {
    const int wanted = shown_ + by;
    if (wanted >= 0 && wanted < static_cast<int>(failures_.size())) {
        shown_ = wanted;
        emit exchangeWanted(selected_, failures_[static_cast<std::size_t>(shown_)]);
    }
}

} // namespace tiebreak::ui
