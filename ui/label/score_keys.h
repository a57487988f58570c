// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"
#include "ui/widgets/pane.h"

#include <QList>

#include <optional>

QT_BEGIN_NAMESPACE
class QSpinBox;
class QVBoxLayout;
QT_END_NAMESPACE

namespace tiebreak::ui {

class AnswerKey;
class Button;
class SafeTextView;

/// The scores of a rubric beside an answer: a key each where there are at most eleven, else a field.
class ScoreKeys : public Pane {
    Q_OBJECT

public:
    explicit ScoreKeys(QWidget* parent = nullptr);

    void setRubric(const domain::Rubric& rubric);
    /// A new card: no score is typed.
    void clear();
    /// The score a digit key stands for; nothing where it stands for none.
    [[nodiscard]] std::optional<double> scoreOf(int digit) const;
    /// The field for wide scales; null where keys do.
    [[nodiscard]] QSpinBox* field() const { return field_; }
    [[nodiscard]] const QList<AnswerKey*>& keys() const { return keys_; }

signals:
    void given(double score);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    domain::Rubric rubric_;
    QVBoxLayout* column_;
    QList<AnswerKey*> keys_;
    QSpinBox* field_ = nullptr;
};

} // namespace tiebreak::ui
