// The counters of memory controllers that the kernel offers below sysfs: which there are, and how they are asked for.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace ioproof {

/// One counter on one controller of one package, as perf_event_open(2) wants it.
struct MemoryCounter {
    /// For example uncore_imc_0.
    std::string device;
    uint32_t type = 0;
    /// config, config1 and config2.
    std::array<uint64_t, 3> config{};
    /// CPU that asks for it: one of the package of the controller.
    int cpu = 0;
    /// Bytes that one count stands for.
    double bytes = 0;
    bool isWrite = false;
};

struct MemoryCounters {
    std::vector<MemoryCounter> counters;
    /// For example `perf uncore_imc cas_count`; empty without counters.
    std::string method;
    /// Why there are none; empty with counters.
    std::string reason;
};

/// Those of Intel (uncore_imc…, with cas_count_… or data_…) and AMD (amd_umc_…) below `devices`, for reads and for
/// writes; none where only one of the two could be told.
MemoryCounters findMemoryCounters(const std::string& devices);

}  // namespace ioproof
