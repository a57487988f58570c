// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/project_session.h"

#include <QDialog>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QDoubleSpinBox;
class QGridLayout;
class QLineEdit;
class QVBoxLayout;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Choice;
class Settings;
class TextLabel;

/// What the person can set, at work as soon as it is chosen: looks, text size, keys on buttons, the margin of
/// a run's answer, the name under notes and labels; and which keys the project asks for and whether they are
/// there. One at a time, beside the window, never in its way.
class SettingsDialog : public QDialog {
    Q_OBJECT

public:
    SettingsDialog(Settings& settings, items::ProjectSession& session, QWidget* parent);

    /// Puts the person's looks on the window at start: text size and keys on buttons.
    static void applyLooks(const Settings& settings);

private:
    void addTitle(const QString& title);
    void addRow(const QString& label, QWidget* control, const QString& hint = {});
    void fillKeys();

    Settings& settings_;
    items::ProjectSession& session_;
    QVBoxLayout* column_;
    QGridLayout* grid_ = nullptr;
    Choice* appearance_;
    Choice* textScale_;
    QCheckBox* keyCaps_;
    QDoubleSpinBox* margin_;
    QLineEdit* person_;
    TextLabel* keys_;
};

} // namespace tiebreak::ui
