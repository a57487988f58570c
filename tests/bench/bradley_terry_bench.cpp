// SPDX-License-Identifier: GPL-3.0-or-later
// 100 models, 1.5 million battles, 100 bootstrap rounds, from the rows of a CSV to intervals. The bar is a
// fiftieth of the 53 s that scikit-learn's logistic regression on a pivot table takes for it: 1.06 s, under
// 100 MB.
#include "domain/random.h"
#include "formats/row_stream.h"
#include "statistics/ratings.h"
#include "statistics/table_battles.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

double peak_megabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

void write_battles(const std::string& path, int models, int battles) {
    tiebreak::domain::Random random(1);
    std::vector<double> strength;
    for (int i = 0; i < models; ++i) {
        strength.push_back(random.normal());
    }
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) {
        std::perror(path.c_str());
        return;
    }
    std::fputs("model_a,model_b,winner,judge,turn\n", file);
    for (int i = 0; i < battles; ++i) {
        const auto a = random.below(static_cast<std::uint64_t>(models));
        const auto b = (a + 1 + random.below(static_cast<std::uint64_t>(models - 1))) %
                       static_cast<std::uint64_t>(models);
        const double u = random.unit();
        const char* winner = u < 0.1                                                         ? "tie"
                             : u < 0.15                                                      ? "tie (bothbad)"
                             : random.unit() < 1 / (1 + std::exp(strength[b] - strength[a])) ? "model_a"
                                                                                             : "model_b";
        std::fprintf(file, "model-%03d,model-%03d,%s,user_%d,1\n", static_cast<int>(a), static_cast<int>(b),
                     winner, i % 1000);
    }
    std::fclose(file);
}

} // namespace

int main() {
    const std::string path =
        (std::filesystem::temp_directory_path() / ("tiebreak-battles-" + std::to_string(::getpid()) + ".csv"))
            .string();
    write_battles(path, 100, 1'500'000);
    const double before = cpu_seconds();
    const auto start = Clock::now();
    const std::vector<std::string> columns{"model_a", "model_b", "winner"};
    tiebreak::statistics::BattleReader reader("model_a", "model_b", "winner");
    (void)tiebreak::formats::each_row(path, columns,
                                      [&](std::size_t line, std::span<const std::string_view> cells) {
                                          reader.add(line, cells[0], cells[1], cells[2]);
                                      });
    const tiebreak::statistics::BattleTable table = reader.take();
    const double read = seconds_since(start);
    tiebreak::statistics::RatingOptions options;
    options.draws = 100;
    const tiebreak::statistics::Ratings ratings =
        tiebreak::statistics::bradley_terry(table.players, table.counts, options);
    const double all = seconds_since(start);
    std::size_t cells = 0;
    for (const auto& count : table.counts) {
        cells += (count.wins_a > 0) + (count.wins_b > 0) + (count.ties > 0);
    }
    std::printf("%zu models, %zu battles in %zu pairs and %zu cells, %d bootstrap rounds%s\n",
                table.players.size(), table.battles, table.counts.size(), cells, options.draws,
                ratings.bootstrapped ? "" : " (failed)");
    std::printf(
        "reading %.3f s, fitting and bootstrap %.3f s, together %.3f s (processor %.3f s), peak %.0f MB\n",
        read, all - read, all, cpu_seconds() - before, peak_megabytes());
    std::printf("53 s / %.3f s = %.0f times\n", all, 53 / all);
    std::filesystem::remove(path);
    return 0;
}
