// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace tiebreak::ui {

/// A combo box as wide as its longest entry (within limits), with the name a screen reader says. Ignores the
/// wheel unless it has the focus, so that scrolling a page never changes a setting.
class Choice : public QComboBox {
    Q_OBJECT

public:
    explicit Choice(const QString& accessibleName, QWidget* parent = nullptr);

    /// Without frame until hovered, 12 px text: "Score range, widest first ⌄".
    void setFlat(bool flat);

    /// An entry with a candidate's mark.
    void addCandidate(int slot, const QString& name, const QVariant& id = {});

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void wheelEvent(QWheelEvent* event) override;
    void changeEvent(QEvent* event) override;
};

} // namespace tiebreak::ui
