// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

QT_BEGIN_NAMESPACE
class QTimer;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// A search line with a glass at the left and, while it is empty, the key that reaches it at the right.
/// `filterChanged` comes once typing rests; Escape empties it.
class FilterField : public QLineEdit {
    Q_OBJECT

public:
    explicit FilterField(const QString& hint, QWidget* parent = nullptr);

    /// The cap shown; "Ctrl F" at first. Empty shows none.
    void setKeyCap(const QString& text);

    /// How long typing must rest, in milliseconds; 150 at first, 0 reports each change at once.
    void setDelay(int milliseconds);

    [[nodiscard]] QSize sizeHint() const override;

signals:
    void filterChanged(const QString& text);
    /// Down was pressed: the list below wants the focus.
    void leftDownwards();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString keyCap_;
    QTimer* rest_;
};

} // namespace tiebreak::ui
