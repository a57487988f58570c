// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/failures.h"
#include "runs/progress.h"
#include "ui/widgets/pane.h"

#include <memory>
#include <vector>

namespace tiebreak::items {
class JudgingProgressModel;
class ProgressModel;
} // namespace tiebreak::items

namespace tiebreak::ui {

class ExchangePane;
class MessageBar;
class SectionTitle;
class Settings;
class TableView;

/// How far a run is: its candidates, the raw exchange of what failed, its judgings.
class ProgressView : public Pane {
    Q_OBJECT

public:
    explicit ProgressView(Settings* settings, QWidget* parent = nullptr);

    void setProgress(std::shared_ptr<const runs::Progress> progress);
    [[nodiscard]] const runs::Progress* progress() const;

    /// The failures of the candidate that failuresWanted named.
    void setFailures(const QString& candidate, const std::vector<items::FailedResponse>& failures);
    /// The exchange that exchangeWanted named.
    void setExchange(const items::Exchange& exchange);

    [[nodiscard]] TableView* table() const { return table_; }
    [[nodiscard]] ExchangePane* exchangePane() const { return exchange_; }

signals:
    /// A candidate with failures was selected, or failed more often since.
    void failuresWanted(const QString& candidate);
    void exchangeWanted(const QString& candidate, const tiebreak::items::FailedResponse& failure);
    void retryRequested(const QString& candidate);
    void modelRequested(const QString& candidate);
    void calmRequested(const QString& candidate, int concurrency);

private:
    void selectionChanged();
    void wantFailures();
    void step(int by);
    void showHint();
    void showMessage();

    std::shared_ptr<const runs::Progress> progress_;
    MessageBar* message_;
    SectionTitle* title_;
    TableView* table_;
    items::ProgressModel* model_;
    ExchangePane* exchange_;
    SectionTitle* judgingTitle_;
    TableView* judgings_;
    items::JudgingProgressModel* judgingModel_;
    QString selected_;
    std::int64_t failedThen_ = 0; ///< failures of the selected candidate when they were last asked for
    std::vector<items::FailedResponse> failures_;
    int shown_ = 0;
};

} // namespace tiebreak::ui
