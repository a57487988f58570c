// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/ranking.h"

#include "domain/random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <span>

namespace tiebreak::judging {

namespace {

constexpr std::size_t largest_group = 20; // shown at once in a tournament
constexpr int groups_a_round = 100'000;   // numbers kept for one tournament

using Replies = std::map<std::pair<int, int>, RankingReply>;

/// Plays a method through the replies there are. Where one is missing the question is noted as open, and
/// whatever waits for it stops.
class Play {
public:
    Play(RankingMethod method, std::size_t things, const RankingOptions& options, const Replies& replies)
        : method_(method)
        , options_(options)
        , replies_(replies)
        , order_(things)
        , points_(things)
        , heard_(things) {
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        domain::Random(options.seed, "ranking: order").shuffle(std::span<std::size_t>(order_));
        initial_place_.resize(things);
        for (std::size_t p = 0; p < things; ++p) {
            initial_place_[order_[p]] = p;
        }
        run();
    }

    std::vector<RankingQuestion> open;
    std::vector<RankingQuestion> answered;

    RankingResult result() && {
        RankingResult result = std::move(result_);
        result.whole = open.empty() && !result.astray;
        if (by_points_) {
            std::ranges::stable_sort(order_,
                                     [&](std::size_t a, std::size_t b) { return points_[a] > points_[b]; });
        } else {
            const bool best_only = method_ == RankingMethod::sorting || method_ == RankingMethod::bubble;
            const std::size_t told = best_only ? wanted() : order_.size();
            for (std::size_t p = 0; p < order_.size(); ++p) {
                points_[order_[p]] = static_cast<double>(order_.size() - std::min(p, told));
            }
        }
        for (const auto& [winner, loser] : verdicts_) {
            result.contradicted += points_[winner] < points_[loser] ? 1 : 0;
        }
        result.rank.resize(order_.size());
        int rank = 0;
        int position = 0;
        std::optional<double> before;
        for (const std::size_t thing : order_) {
            if (!heard_[thing] && order_.size() > 1) {
                continue;
            }
            ++position;
            if (!before || points_[thing] < *before) {
                rank = position;
                before = points_[thing];
            }
            result.rank[thing] = rank;
        }
        result.order = std::move(order_);
        result.points = std::move(points_);
        return result;
    }

private:
    void run() {
        if (order_.size() < 2 && method_ != RankingMethod::pointwise) {
            return;
        }
        switch (method_) {
        case RankingMethod::pointwise:
            return pointwise();
        case RankingMethod::pairs:
            return pairs();
        case RankingMethod::sorting:
            return sort();
        case RankingMethod::bubble:
            return bubble();
        case RankingMethod::listwise:
            return slide();
        case RankingMethod::tournament:
            by_points_ = true;
            for (int round = 0; round < options_.rounds; ++round) {
                tournament(round);
            }
        }
    }

    const RankingReply* ask(RankingQuestion question) {
        const auto found = replies_.find({question.group, question.orientation});
        if (found == replies_.end()) {
            open.push_back(std::move(question));
            return nullptr;
        }
        if (!found->second.shown.empty() && found->second.shown != question.shown) {
            result_.astray = true; // an earlier reply was read anew since, and says something else now
            return nullptr;
        }
        ++result_.calls;
        result_.unread += found->second.read ? 0 : 1;
        result_.repaired += found->second.read && found->second.repaired ? 1 : 0;
        for (const std::size_t thing : question.shown) {
            heard_[thing] = heard_[thing] || found->second.read;
        }
        answered.push_back(std::move(question));
        return &found->second;
    }

    /// 1: a is better, -1: b is, 0: a tie; nothing while a reply is missing.
    std::optional<int> compare(int group, std::size_t a, std::size_t b) {
        if (!options_.both_orders) {
            const bool swap =
                domain::Random(options_.seed, "ranking: side", static_cast<std::uint64_t>(group)).below(2) ==
                1;
            const RankingReply* one = ask({group, 0, swap ? std::vector{b, a} : std::vector{a, b}});
            if (one == nullptr) {
                return std::nullopt;
            }
            return note(a, b, swap ? -side(*one) : side(*one));
        }
        const RankingReply* straight = ask({group, 0, {a, b}});
        const RankingReply* swapped = ask({group, 1, {b, a}});
        if (straight == nullptr || swapped == nullptr) {
            return std::nullopt;
        }
        const int first = side(*straight);
        const int second = -side(*swapped);
        result_.inconsistent += straight->read && swapped->read && first != second ? 1 : 0;
        return note(a, b, first == second ? first : 0);
    }

    static int side(const RankingReply& reply) {
        return !reply.read || reply.winner < 0 ? 0 : reply.winner == 0 ? 1 : -1;
    }

    int note(std::size_t a, std::size_t b, int verdict) {
        ++result_.comparisons;
        if (verdict != 0) {
            verdicts_.emplace_back(verdict > 0 ? a : b, verdict > 0 ? b : a);
        }
        return verdict;
    }

    void pointwise() {
        by_points_ = true;
        for (std::size_t thing = 0; thing < order_.size(); ++thing) {
            const RankingReply* reply = ask({static_cast<int>(thing), 0, {thing}});
            const bool scored = reply != nullptr && reply->read && reply->score;
            points_[thing] = scored ? *reply->score : -std::numeric_limits<double>::infinity();
            heard_[thing] = scored;
        }
    }

    void pairs() {
        by_points_ = true;
        int group = 0;
        for (std::size_t a = 0; a < order_.size(); ++a) {
            for (std::size_t b = a + 1; b < order_.size(); ++b) {
                if (const auto verdict = compare(group++, a, b)) {
                    points_[a] += (1.0 + *verdict) / 2;
                    points_[b] += (1.0 - *verdict) / 2;
                }
            }
        }
    }

    /// Whether a stands before b; a tie keeps the order they began in. Nothing while a reply is missing.
    std::optional<bool> before(std::size_t a, std::size_t b) {
        const auto verdict = compare(next_group_++, a, b);
        if (!verdict) {
            return std::nullopt;
        }
        return *verdict != 0 ? *verdict > 0 : initial_place_[a] < initial_place_[b];
    }

    std::size_t wanted() const {
        return options_.top == 0 ? order_.size() : std::min(options_.top, order_.size());
    }

    /// Sinks the thing at `at` in the heap of the first `size`; false while a reply is missing.
    bool sink(std::vector<std::size_t>& heap, std::size_t at, std::size_t size) {
        for (;;) {
            std::size_t best = at;
            for (const std::size_t child : {2 * at + 1, 2 * at + 2}) {
                if (child >= size) {
                    continue;
                }
                const auto better = before(heap[child], heap[best]);
                if (!better) {
                    return false;
                }
                best = *better ? child : best;
            }
            if (best == at) {
                return true;
            }
            std::swap(heap[at], heap[best]);
            at = best;
        }
    }

    void sort() {
        std::vector<std::size_t> heap = order_;
        std::vector<std::size_t> best;
        bool going = true;
        for (std::size_t i = heap.size() / 2; i > 0 && going; --i) {
            going = sink(heap, i - 1, heap.size());
        }
        std::size_t size = heap.size();
        while (going && best.size() < wanted() && size > 0) {
            best.push_back(heap[0]);
            heap[0] = heap[--size];
            going = best.size() == wanted() || size < 2 || sink(heap, 0, size);
        }
        best.insert(best.end(), heap.begin(), heap.begin() + static_cast<std::ptrdiff_t>(size));
        order_ = std::move(best);
    }

    void bubble() {
        const std::size_t passes = std::min(wanted(), order_.size() - 1);
        for (std::size_t pass = 0; pass < passes; ++pass) {
            for (std::size_t i = order_.size() - 1; i > pass; --i) {
                const auto better = before(order_[i], order_[i - 1]);
                if (!better) {
                    return;
                }
                if (*better) {
                    std::swap(order_[i], order_[i - 1]);
                }
            }
        }
    }

    /// All positions of `n`: those told, each once, and the rest behind them in the old order.
    static std::vector<std::size_t> completed(const std::vector<std::size_t>& told, std::size_t n) {
        std::vector<std::size_t> all;
        std::vector<bool> taken(n);
        const auto take = [&](std::size_t position) {
            if (position < n && !taken[position]) {
                taken[position] = true;
                all.push_back(position);
            }
        };
        std::ranges::for_each(told, take);
        for (std::size_t position = 0; position < n; ++position) {
            take(position);
        }
        return all;
    }

    void slide() {
        const std::size_t n = order_.size();
        const std::size_t window = std::max<std::size_t>(options_.window, 2);
        const std::size_t step = std::clamp<std::size_t>(options_.step, 1, window);
        std::size_t begin = n > window ? n - window : 0;
        for (int group = 0;; ++group) {
            const auto first = order_.begin() + static_cast<std::ptrdiff_t>(begin);
            const std::vector<std::size_t> shown(first,
                                                 first + static_cast<std::ptrdiff_t>(std::min(window, n)));
            const RankingReply* reply = ask({group, 0, shown});
            if (reply == nullptr) {
                return;
            }
            if (reply->read) {
                const std::vector<std::size_t> best_first = completed(reply->positions, shown.size());
                for (std::size_t i = 0; i < shown.size(); ++i) {
                    order_[begin + i] = shown[best_first[i]];
                }
            }
            if (begin == 0) {
                return;
            }
            begin -= std::min(begin, step);
        }
    }

    void tournament(int round) {
        std::vector<std::size_t> players = order_;
        const std::vector<std::size_t> sizes = tournament_sizes(order_.size());
        int group = round * groups_a_round;
        for (std::size_t stage = 0; stage + 1 < sizes.size(); ++stage) {
            domain::Random(options_.seed, "ranking: tournament", static_cast<std::uint64_t>(round), stage)
                .shuffle(std::span<std::size_t>(players));
            std::vector<std::size_t> through;
            bool all = true;
            const std::size_t tables = groups_of(sizes[stage], sizes[stage + 1]);
            for (std::size_t table = 0; table < tables; ++table) {
                const std::size_t begin = table * players.size() / tables;
                const std::size_t end = (table + 1) * players.size() / tables;
                const std::size_t choose =
                    (table + 1) * sizes[stage + 1] / tables - table * sizes[stage + 1] / tables;
                const std::vector<std::size_t> shown(players.begin() + static_cast<std::ptrdiff_t>(begin),
                                                     players.begin() + static_cast<std::ptrdiff_t>(end));
                const RankingReply* reply = ask({group++, 0, shown, choose});
                if (reply == nullptr) {
                    all = false;
                    continue;
                }
                // An unreadable choice sends on who stands first: the order was drawn, so nobody is favoured,
                // but no point is given for it.
                result_.repaired +=
                    reply->read && !reply->repaired && reply->positions.size() != choose ? 1 : 0;
                std::vector<std::size_t> chosen =
                    completed(reply->read ? reply->positions : std::vector<std::size_t>{}, shown.size());
                chosen.resize(choose);
                std::ranges::sort(chosen); // what order they were named in means nothing
                for (const std::size_t position : chosen) {
                    points_[shown[position]] += reply->read ? 1 : 0;
                    through.push_back(shown[position]);
                }
            }
            if (!all) {
                return;
            }
            players = std::move(through);
        }
    }

public:
    /// As few tables as show at most twenty each; more, up to twice as many, where only then all are alike.
    static std::size_t groups_of(std::size_t players, std::size_t go_on) {
        const std::size_t fewest = (players + largest_group - 1) / largest_group;
        for (std::size_t tables = fewest; tables <= 2 * fewest; ++tables) {
            if (players % tables == 0 && go_on % tables == 0) {
                return tables;
            }
        }
        return std::min(fewest, go_on);
    }

private:
    RankingMethod method_;
    const RankingOptions& options_;
    const Replies& replies_;
    std::vector<std::size_t> order_;
    std::vector<std::size_t> initial_place_;
    std::vector<double> points_;
    std::vector<bool> heard_;
    std::vector<std::pair<std::size_t, std::size_t>> verdicts_; ///< winner, loser
    RankingResult result_;
    int next_group_ = 0;
    bool by_points_ = false;
};

} // namespace

std::vector<std::size_t> tournament_sizes(std::size_t things) {
    std::vector<std::size_t> sizes{things};
    while (sizes.back() > 100) {
        sizes.push_back((sizes.back() + 1) / 2);
    }
    for (const std::size_t next :
         {std::size_t{50}, std::size_t{20}, std::size_t{10}, std::size_t{5}, std::size_t{2}}) {
        if (next < sizes.back()) {
            sizes.push_back(next);
        }
    }
    if (sizes.size() == 1 && things == 2) {
        sizes.push_back(1);
    }
    return sizes;
}

namespace {

/// The most comparisons to sink a node of a heap of so many: two a level, one where the deepest has a single
/// child.
std::size_t most_to_sink(std::size_t node, std::size_t size) {
    std::size_t comparisons = 0;
    while (2 * node + 1 < size) {
        node = 2 * node + 1;
        comparisons += 2;
    }
    return comparisons - (comparisons > 0 && node == size - 1 ? 1 : 0);
}

} // namespace

Ranking::Ranking(RankingMethod method, std::size_t things, const RankingOptions& options)
    : method_(method)
    , things_(things)
    , options_(options) {}

std::vector<RankingQuestion> Ranking::open() const {
    return Play(method_, things_, options_, replies_).open;
}

std::vector<RankingQuestion> Ranking::answered() const {
    return Play(method_, things_, options_, replies_).answered;
}

void Ranking::answer(int group, int orientation, RankingReply reply) {
    replies_[{group, orientation}] = std::move(reply);
}

RankingResult Ranking::result() const {
    return Play(method_, things_, options_, replies_).result();
}

std::size_t Ranking::calls_at_most(RankingMethod method, std::size_t n, const RankingOptions& options) {
    if (n < 2) {
        return method == RankingMethod::pointwise ? n : 0;
    }
    const std::size_t sides = options.both_orders ? 2 : 1;
    const std::size_t top = options.top == 0 ? n : std::min(options.top, n);
    switch (method) {
    case RankingMethod::pointwise:
        return n;
    case RankingMethod::pairs:
        return sides * (n * (n - 1) / 2);
    case RankingMethod::bubble: {
        const std::size_t passes = std::min(top, n - 1);
        return sides * (passes * n - passes * (passes + 1) / 2);
    }
    case RankingMethod::sorting: {
        std::size_t comparisons = 0;
        for (std::size_t node = 0; node < n / 2; ++node) { // to build the heap
            comparisons += most_to_sink(node, n);
        }
        for (std::size_t taken = 1; taken < top && n - taken >= 2; ++taken) {
            comparisons += most_to_sink(0, n - taken);
        }
        return sides * comparisons;
    }
    case RankingMethod::listwise: {
        const std::size_t window = std::max<std::size_t>(options.window, 2);
        const std::size_t step = std::clamp<std::size_t>(options.step, 1, window);
        return n <= window ? 1 : (n - window + step - 1) / step + 1;
    }
    case RankingMethod::tournament: {
        const std::vector<std::size_t> sizes = tournament_sizes(n);
        std::size_t calls = 0;
        for (std::size_t stage = 0; stage + 1 < sizes.size(); ++stage) {
            calls += Play::groups_of(sizes[stage], sizes[stage + 1]);
        }
        return calls * static_cast<std::size_t>(options.rounds);
    }
    }
    return 0;
}

std::size_t Ranking::calls_at_least(RankingMethod method, std::size_t n, const RankingOptions& options) {
    if (method != RankingMethod::sorting || n < 2) {
        return calls_at_most(method, n, options);
    }
    // In the luckiest order nothing sinks: each thing but the first is compared once to build the heap, and
    // the top with its children (one or two) after each that is taken.
    const std::size_t top = options.top == 0 ? n : std::min(options.top, n);
    std::size_t comparisons = n - 1;
    for (std::size_t taken = 1; taken < top && n - taken >= 2; ++taken) {
        comparisons += std::min<std::size_t>(2, n - taken - 1);
    }
    return (options.both_orders ? 2 : 1) * comparisons;
}

} // namespace tiebreak::judging
