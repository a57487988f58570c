// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_place.h"

#include "items/roles.h"
#include "ui/shell/side_bar.h"
#include "ui/shell/work_strip.h"
#include "ui/widgets/button.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/dot_whisker.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/wording.h"

#include <QTabBar>
#include <QVBoxLayout>

namespace tiebreak::ui::test {

namespace {

struct RankingRow {
    int rank;
    const char* name;
    int slot;
    double score;
    double half;
};

constexpr RankingRow ranking[] = {{1, "OpenAI weights: medium", -1, 42.4, 5.9},
                                  {2, "OpenAI weights: small", -1, 25.2, 5.6},
                                  {2, "JAX, FineWeb-Edu", -1, 24.6, 5.4},
                                  {2, "step-8000", 0, 21.3, 5.1},
                                  {2, "step-4000", 1, 18.2, 4.8},
                                  {3, "1xrtx3090-baseline", -1, 15.2, 4.3},
                                  {4, "step-2000", 2, 14.9, 4.3}};

QStandardItem* cell(const QString& text, bool number = false, items::Tone tone = items::Tone::normal) {
    auto* item = new QStandardItem(text);
    item->setEditable(false);
    item->setData(static_cast<int>(tone), items::toneRole);
    if (number) {
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
    return item;
}

} // namespace

SamplePlace::SamplePlace(QString id, const QString& title, Settings* settings, QWidget* parent)
    : Place(parent)
    , id_(std::move(id)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* bar = new PlaceBar(title);
    bar->setSubtitle(QStringLiteral("finished 22 May, 14:02"));
    for (const char* tab : {"Answer", "Progress", "Settings"}) {
        bar->tabs()->addTab(QString::fromLatin1(tab));
    }
    auto* action = new Button(QStringLiteral("Compare answers"));
    action->setKeyCap(QStringLiteral("Enter"));
    bar->addAction(action);
    column->addWidget(bar);
    column->addWidget(new SectionTitle(
        QStringLiteral("Ranking"),
        QStringLiteral("IFT score, 0–100. Whiskers overlap; the paired difference decides.")));

    auto* model = new QStandardItemModel(this);
    model->setHorizontalHeaderLabels({QStringLiteral("Rank"), QStringLiteral("Candidate"),
                                      QStringLiteral("Score"), QString(), QStringLiteral("95 %"),
                                      QStringLiteral("Answers"), QStringLiteral("4000")});
    QVector<DotWhisker> dots;
    for (const RankingRow& row : ranking) {
        auto* name = cell(QString::fromLatin1(row.name));
        name->setData(row.slot == 0, items::boldRole);
        if (row.slot >= 0) {
            name->setData(row.slot, items::slotRole);
        }
        if (row.slot == 1) {
            name->setData(QVariantList{QVariantMap{{QStringLiteral("text"), QStringLiteral("baseline")},
                                                   {QStringLiteral("icon"), QStringLiteral("pin")}}},
                          items::badgesRole);
        }
        auto* dot = cell({});
        dot->setData(row.score, items::valueRole);
        dot->setData(row.score - row.half, items::lowRole);
        dot->setData(row.score + row.half, items::highRole);
        dot->setData(row.slot, items::slotRole);
        dots << DotWhisker{row.score, row.score - row.half, row.score + row.half, row.slot};
        auto* progress = cell({});
        progress->setData(row.rank == 3 ? 43 : 110, items::doneRole);
        progress->setData(110, items::totalRole);
        auto* chip = cell(numberText(row.score, 0), true);
        chip->setData(row.slot, items::slotRole);
        model->appendRow(
            {cell(QString::number(row.rank), true, items::Tone::secondary), name,
             cell(numberText(row.score, 1), true), dot,
             cell(intervalText(row.score - row.half, row.score + row.half, 1), true, items::Tone::secondary),
             progress, chip});
    }
    table_ = new TableView(QStringLiteral("Ranking"), QStringLiteral("sample"), settings);
    table_->setModel(model);
    table_->setColumnWidths({48, 0, 60, 150, 110, 220, 60});
    auto* whiskers = new DotWhiskerDelegate(table_);
    whiskers->setAxis(DotAxis::around(dots));
    table_->setItemDelegateForColumn(3, whiskers);
    table_->setItemDelegateForColumn(6, new ScoreChipDelegate(table_));
    for (const int column_ : {0, 2, 4, 6}) {
        model->setHeaderData(column_, Qt::Horizontal, int(Qt::AlignRight | Qt::AlignVCenter),
                             Qt::TextAlignmentRole);
    }
    table_->selectRow(3);
    column->addWidget(table_, 1);
}

QWidget* SamplePlace::firstFocus() {
    return table_;
}

void fillShell(MainWindow& window) {
    const std::tuple<int, const char*, const char*> places[] = {
        {4, place::runs, "Runs"},     {1, place::evalSets, "Eval sets"}, {2, place::rubrics, "Rubrics"},
        {3, place::models, "Models"}, {5, place::compare, "Compare"},    {6, place::label, "Label"},
        {7, place::charts, "Charts"}, {8, place::judges, "Judges"}};
    for (const auto& [number, id, title] : places) {
        const QString key = QString::fromLatin1(id);
        const QString name = QString::fromLatin1(title);
        window.registerPlace(
            {key, name, key, number, [key, name, settings = &window.settings()](QWidget* parent) {
                 return new SamplePlace(key, name, settings, parent);
             }});
    }
    window.setFile(QStringLiteral("/home/person/checkpoints.tiebreak"));
    SideBar* bar = window.sideBar();
    bar->setPlaceCount(QString::fromLatin1(place::evalSets), 3);
    bar->setPlaceCount(QString::fromLatin1(place::models), 11);
    bar->setPlaceCount(QString::fromLatin1(place::runs), 6);
    bar->setFinishedRuns({{1, QStringLiteral("checkpoints of May"), VerdictTone::better},
                          {2, QStringLiteral("dropout ablation"), VerdictTone::cannotTell},
                          {3, QStringLiteral("curated mix"), VerdictTone::worse}});
    bar->setCurrentRun(1);
    WorkStatus work;
    work.title = QStringLiteral("Judging: dropout ablation");
    work.done = 226;
    work.total = 550;
    work.secondsSpent = 280;
    work.secondsLeft = 420;
    work.dollarsSpent = 0.84;
    work.dollarsCap = 3.0;
    work.failures = 8;
    work.canPause = true;
    window.workStrip()->setWork(work);
}

} // namespace tiebreak::ui::test
