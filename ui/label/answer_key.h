// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace tiebreak::ui {

/// A button of Label: its key stands before its words and is always shown. Answer keys wear the accent, all
/// of them alike, so that none is suggested.
class AnswerKey : public QPushButton {
    Q_OBJECT

public:
    enum class Kind { answer, quiet };

    AnswerKey(const QString& key, const QString& text, Kind kind, QWidget* parent = nullptr);

    /// The key as its cap shows it.
    void setKey(const QString& key);
    /// Chosen already, such as an answer that has its place.
    void setPicked(bool picked);
    [[nodiscard]] bool isPicked() const { return picked_; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QString key_;
    Kind kind_;
    bool picked_ = false;
};

} // namespace tiebreak::ui
