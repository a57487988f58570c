// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
QT_END_NAMESPACE

namespace tiebreak::domain {
class Error;
}

namespace tiebreak::ui {

class Button;
class TextLabel;

/// An inline message beside its cause: what happened, where, how to mend it, and a button that does so.
/// Never a box in the way. Escape or the cross closes it where that is allowed.
class MessageBar : public QWidget {
    Q_OBJECT

public:
    enum class Kind { ok, info, warn, error };

    explicit MessageBar(QWidget* parent = nullptr);

    /// Shows a message and takes off the actions of the one before.
    void showMessage(Kind kind, const QString& what, const QString& mend = {});
    void showError(const domain::Error& error);

    /// A button in the bar; the caller connects it.
    Button* addAction(const QString& text);
    using QWidget::addAction;

    void setClosable(bool closable);

    /// What it says now, in one line; empty when hidden.
    [[nodiscard]] QString message() const;

signals:
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void dismiss();

    Kind kind_ = Kind::info;
    TextLabel* what_;
    TextLabel* mend_;
    QHBoxLayout* actions_;
    Button* close_;
};

} // namespace tiebreak::ui
