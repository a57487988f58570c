// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
QT_END_NAMESPACE

namespace tiebreak::ui {

class ElidedLabel;
class TextLabel;

/// The 34 px line over a part of a place: a bold word, a quiet hint, small controls at the right.
class SectionTitle : public QWidget {
    Q_OBJECT

public:
    explicit SectionTitle(const QString& title, const QString& hint = {}, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setHint(const QString& hint);
    void addAction(QWidget* action);
    using QWidget::addAction;

private:
    QHBoxLayout* line_;
    TextLabel* title_;
    ElidedLabel* hint_;
};

} // namespace tiebreak::ui
