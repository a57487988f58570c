// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/main_window.h"
#include "ui/shell/place.h"

#include <QStandardItemModel>

namespace tiebreak::ui {
class TableView;
}

namespace tiebreak::ui::test {

/// A place with a ranking table, such as the shell meets: to try the shell and the table together.
class SamplePlace : public Place {
    Q_OBJECT

public:
    SamplePlace(QString id, const QString& title, Settings* settings, QWidget* parent);

    [[nodiscard]] QString placeId() const override { return id_; }
    void activate(const QVariantMap& target) override { last_ = target; }
    [[nodiscard]] QVariantMap location() const override { return last_; }
    [[nodiscard]] bool startsFolded() const override { return id_ == QLatin1String(place::compare); }
    [[nodiscard]] QWidget* firstFocus() override;

    [[nodiscard]] QVariantMap lastTarget() const { return last_; }

private:
    QString id_;
    QVariantMap last_;
    TableView* table_;
};

/// Registers all eight places with counts, runs and a file, as in the pictures.
void fillShell(MainWindow& window);

} // namespace tiebreak::ui::test
