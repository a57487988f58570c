// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/pane.h"
#include "workbench/overview.h"

#include <memory>

QT_BEGIN_NAMESPACE
class QStackedWidget;
QT_END_NAMESPACE

namespace tiebreak::items {
class RunListModel;
}
namespace tiebreak::runs {
struct Progress;
}

namespace tiebreak::ui {

class Button;
class PlaceBar;
class Settings;
class TableView;

/// A project's runs. Enter opens one.
class RunListView : public QWidget {
    Q_OBJECT

public:
    explicit RunListView(Settings* settings, QWidget* parent = nullptr);

    void setOverview(const std::shared_ptr<const workbench::ProjectOverview>& overview);
    void setProgress(const std::shared_ptr<const runs::Progress>& progress);
    [[nodiscard]] TableView* table() const { return table_; }
    /// What the keyboard should reach first.
    [[nodiscard]] QWidget* firstFocus() const;

signals:
    void runOpened(qint64 run);
    void newRunRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    PlaceBar* bar_;
    Button* newRun_;
    Button* firstRun_;
    QStackedWidget* stack_;
    TableView* table_;
    items::RunListModel* model_;
};

} // namespace tiebreak::ui
