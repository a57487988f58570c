// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/verdict_glyph.h"
#include "ui/widgets/pane.h"

#include <QList>

#include <optional>

QT_BEGIN_NAMESPACE
class QAction;
class QListWidget;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class Choice;
class TextLabel;

/// A finished run in the sidebar.
struct FinishedRun {
    qint64 id = 0;
    QString name;
    std::optional<VerdictTone> verdict; ///< absent: nothing was compared
};

/// The left side of the window: the file, the places with their counts, the file's finished runs. Folds to
/// icons.
class SideBar : public Pane {
    Q_OBJECT

public:
    static constexpr int openWidth = 184;
    static constexpr int foldedWidth = 44;

    /// `fold` is the action behind Ctrl+B; the bar shows its key.
    explicit SideBar(QAction* fold, QWidget* parent = nullptr);

    /// Adds a place at its number's place in the order.
    void addPlace(const QString& id, const QString& title, const QString& icon, int number);
    /// A count at the right of a place; absent: none.
    void setPlaceCount(const QString& id, std::optional<int> count);
    /// Marks the place the person is in; empty marks none.
    void setCurrentPlace(const QString& id);
    [[nodiscard]] QString currentPlace() const;

    void setFinishedRuns(const QList<FinishedRun>& runs);
    /// Marks the run that is shown; absent marks none.
    void setCurrentRun(std::optional<qint64> run);

    /// The open file, and the recent ones to change to; an empty `current` hides the chooser.
    void setFiles(const QString& current, const QStringList& recent);

    void setFolded(bool folded);
    [[nodiscard]] bool isFolded() const { return folded_; }

signals:
    void placeChosen(const QString& id);
    void runChosen(qint64 run);
    void fileChosen(const QString& path);
    void otherFileWanted();

private:
    void fitHeights();

    bool folded_ = false;
    Choice* files_;
    QString currentFile_;
    QListWidget* places_;
    TextLabel* runsTitle_;
    QListWidget* runs_;
    Button* foldButton_;
};

} // namespace tiebreak::ui
