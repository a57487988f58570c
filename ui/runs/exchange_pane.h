// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/failures.h"
#include "ui/widgets/pane.h"

#include <QPlainTextEdit>

namespace tiebreak::ui {

class Button;
class SectionTitle;
class TextLabel;

/// What went over the wire for one failed answer, as plain text of fixed pitch; Up and Down walk to the
/// others.
class ExchangePane : public Pane {
    Q_OBJECT

public:
    explicit ExchangePane(QWidget* parent = nullptr);

    /// `place` of `total` failures, from 0.
    void setExchange(const items::Exchange& exchange, int place, int total);

    /// Nothing can be asked while a run is under way, or in a file that is read only.
    void setCanAct(bool can);

    [[nodiscard]] QString text() const { return body_->toPlainText(); }
    [[nodiscard]] QPlainTextEdit* body() const { return body_; }

signals:
    /// -1: the failure before, +1: the one after.
    void stepRequested(int by);
    void retryRequested();               ///< all that failed of this model
    void modelRequested();               ///< where address, key and limits are corrected
    void calmRequested(int concurrency); ///< at most so many requests at once

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fill();
    void fitHeight();

    items::Exchange exchange_;
    SectionTitle* title_;
    Button* previous_;
    Button* next_;
    TextLabel* others_;
    QPlainTextEdit* body_;
    TextLabel* remedy_;
    Button* calm_;
    Button* model_;
    Button* retry_;
};

} // namespace tiebreak::ui
