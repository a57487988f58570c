// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QList>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace tiebreak::ui {

/// A stretch of a title that matched.
struct MatchSpan {
    int start = 0;
    int length = 0;

    friend bool operator==(const MatchSpan&, const MatchSpan&) = default;
};

/// One thing that Ctrl+K can find.
struct LocatorEntry {
    QIcon icon; ///< icons::get or candidateIcon
    QString title;
    QString detail;         ///< quiet text after the title
    QString shortcut;       ///< as a key cap shows it; empty for none
    QList<MatchSpan> spans; ///< what of the title matched; empty: what was typed, where it stands
    int score = 0;          ///< higher first within its source; see matchText
    bool canOpenBeside = false;
    std::function<void(bool beside)> activate;
};

/// What a source found: the best entries, and how many matched of how many there are.
struct LocatorResult {
    QList<LocatorEntry> entries;
    int matches = 0;
    int total = 0;
};

/// Where entries come from. `find` may deliver at once or later, on the window's thread; a late answer to an
/// older question is dropped by the caller.
class LocatorSource {
public:
    virtual ~LocatorSource() = default;

    /// The heading over its entries.
    [[nodiscard]] virtual QString group() const = 0;

    /// '>' for actions, '#' items, '@' models: typed first, only this kind is searched. Null: none.
    [[nodiscard]] virtual QChar prefix() const { return {}; }

    /// At most `limit` entries for what was typed (without prefix, trimmed; may be empty).
    virtual void find(const QString& text, int limit, std::function<void(LocatorResult)> deliver) = 0;
};

struct TextMatch {
    int score = 0; ///< the more of the words begin a word of the text, and the earlier, the higher
    QList<MatchSpan> spans;
};

/// Every word of `needle` must occur in `text`, ignoring case; none for an empty needle matches all.
std::optional<TextMatch> matchText(const QString& needle, const QString& text);

/// The sources that Ctrl+K asks, in the order in which their groups are shown.
class Locator : public QObject {
    Q_OBJECT

public:
    /// All answers so far to the newest question, by source.
    struct Answer {
        struct Group {
            QString title;
            QList<LocatorEntry> entries;
        };
        QList<Group> groups;
        int matches = 0;
        int total = 0;
    };

    explicit Locator(QObject* parent = nullptr);
    ~Locator() override;

    /// The source is asked from now on; removed with `removeSource` or with the locator.
    void addSource(std::shared_ptr<LocatorSource> source);
    void removeSource(const LocatorSource* source);
    [[nodiscard]] QList<QChar> prefixes() const;

    /// Asks all sources; `answered` follows for each that has something to say.
    void ask(const QString& typed);

    /// The newest answer with at most `rows` entries, shared fairly between the groups.
    [[nodiscard]] Answer answer(int rows) const;

signals:
    void answered();

private:
    std::vector<std::shared_ptr<LocatorSource>> sources_;
    std::vector<std::pair<std::shared_ptr<LocatorSource>, LocatorResult>> results_;
    int generation_ = 0;
};

} // namespace tiebreak::ui
