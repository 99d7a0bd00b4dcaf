// The share whose next chain is due first, among those that have earned one.
#include "core/mixture.h"

#include "core/chain_names.h"
#include "core/io_error.h"
#include "core/worker_parts.h"

namespace ioproof {
namespace {

void require(bool condition, const char* rule) {
    if (!condition) throw JobError("BAD_SPEC", std::string("job: ") + rule);
}

/// Percents of chains that make a file more, and of those that leave one less.
struct Balance {
    uint64_t made = 0;
    uint64_t gone = 0;
};

Balance balanceOf(const std::vector<MixShare>& mix) {
    Balance balance;
    for (const auto& share : mix) {
        const ChainNames names = namesOf(share.operations);
        if (names.makesFile && names.keepsFile) balance.made += share.percent;
        if (names.needsFile && !names.keepsFile) balance.gone += share.percent;
    }
    return balance;
}

}  // namespace

/// With k shares of p percent, a share that has had c of t - 1 chains has earned the t-th where p·t - 100·c is at least
/// 100 / (2k - 2), and must have it before this exceeds 100 - 100 / (2k - 2); all of it here times 2k - 2.
ShareSchedule scheduleOf(const std::vector<MixShare>& mix) {
    ShareSchedule schedule{};
    if (mix.size() < 2) return schedule;
    const auto scale = 2 * static_cast<int64_t>(mix.size()) - 2;
    std::vector<int64_t> given(mix.size());
    for (size_t place = 0; place < scheduleLength; ++place) {
        size_t best = mix.size();
        int64_t bestSlack = 0;
        for (size_t share = 0; share < mix.size(); ++share) {
            const int64_t percent = mix[share].percent;
            const int64_t earned = scale * (percent * static_cast<int64_t>(place + 1) - 100 * given[share]);
            if (earned < 100) continue;
            // Chains until it is due, compared as fractions: slack / percent.
            const int64_t slack = scale * 100 - 100 - earned;
            const bool sooner = best == mix.size() || slack * mix[best].percent < bestSlack * percent;
            if (!sooner) continue;
            best = share;
            bestSlack = slack;
        }
        schedule[place] = static_cast<uint8_t>(best);
        ++given[best];
    }
    return schedule;
}

uint64_t fewestFilesOfMix(uint32_t queueDepth, size_t shares) { return 2 * (uint64_t{queueDepth} + shares); }

void checkMix(const JobSpec& spec) {
    require(spec.operationsBefore.empty(), "a mix finds its files as they were laid out");
    require(spec.coldPasses == ColdPasses::None, "a mix does not pause between passes");
    require(!spec.filePerWorker && spec.workerShift == 0 && spec.itemsPerWorker == 0,
            "a mix gives each worker a part of shared directories");
    require(spec.mix.size() <= mostShares, "mix must have at most 20 shares");
    uint64_t sum = 0;
    for (const auto& share : spec.mix) {
        const ChainNames names = namesOf(share.operations);
        require(!share.operations.empty() && share.percent >= 1, "each share of mix needs a percent and operations");
        require(names.left.size() == 1, "a chain of mix must remove the names that it makes");
        sum += share.percent;
    }
    require(sum == 100, "the percents of mix must add up to 100");
    const uint64_t files = WorkerParts{.count = spec.fileCount, .workers = spec.workers}.smallest();
    const uint64_t fewest = fewestFilesOfMix(spec.queueDepth, spec.mix.size());
    require(files >= fewest, "a mix needs twice as many files a worker as chains in flight and shares together");
    const auto [made, gone] = balanceOf(spec.mix);
    if (gone <= made) return;
    require(spec.passes > 0 && files * spec.passes * (gone - made) / 100 + fewest <= files,
            "the chains of mix that remove files must not outrun those that create some");
}

}  // namespace ioproof
