// Readers of /proc/self/io, getrusage, affinity and limits.
#include "core/process_facts.h"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "core/io_error.h"

namespace ioproof {
namespace {

uint64_t nanoseconds(const timeval& time) {
    return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000u + static_cast<uint64_t>(time.tv_usec) * 1000u;
}

/// Adds what a list of sysfs names, such as `0-3,8`; false where it is none.
bool addProcessors(const std::string& list, cpu_set_t& set) {
    std::istringstream parts(list);
    for (std::string part; std::getline(parts, part, ',');) {
        unsigned first = 0;
        unsigned last = 0;
        const int numbers = std::sscanf(part.c_str(), "%u-%u", &first, &last);
        if (numbers < 1) return false;
        if (numbers == 1) last = first;
        for (unsigned cpu = first; cpu <= last && cpu < CPU_SETSIZE; ++cpu) CPU_SET(cpu, &set);
    }
    return true;
}

int64_t delta(int64_t after, int64_t before) { return after < 0 || before < 0 ? -1 : after - before; }

}  // namespace

ProcessIo processIo() {
    ProcessIo io;
    std::ifstream file("/proc/self/io");
    std::string key;
    int64_t value = 0;
    while (file >> key >> value) {
        if (key == "read_bytes:") io.readBytes = value;
        if (key == "write_bytes:") io.writeBytes = value;
        if (key == "rchar:") io.rchar = value;
        if (key == "wchar:") io.wchar = value;
    }
    return io;
}

ProcessIo difference(const ProcessIo& after, const ProcessIo& before) {
    return {.readBytes = delta(after.readBytes, before.readBytes),
            .writeBytes = delta(after.writeBytes, before.writeBytes),
            .rchar = delta(after.rchar, before.rchar),
            .wchar = delta(after.wchar, before.wchar)};
}

CpuTime processCpuTime() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return {.userNs = nanoseconds(usage.ru_utime), .systemNs = nanoseconds(usage.ru_stime)};
}

uint32_t usableProcessors() {
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0) return 1;
    return static_cast<uint32_t>(std::max(CPU_COUNT(&allowed), 1));
}

void pinThread(uint32_t cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (cpu < CPU_SETSIZE) CPU_SET(cpu, &set);
    if (sched_setaffinity(0, sizeof(set), &set) != 0)
        throw JobError("CPU_PINNING", "pinning a worker to processor " + std::to_string(cpu) + ": " + errnoName(errno));
}

std::string pinThreadToNode(uint32_t node) {
    const std::string path = "/sys/devices/system/node/node" + std::to_string(node) + "/cpulist";
    std::ifstream file(path);
    std::string list;
    cpu_set_t ofNode;
    CPU_ZERO(&ofNode);
    if (!std::getline(file, list) || !addProcessors(list, ofNode)) return path + " names no processors";
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0) return "sched_getaffinity: " + errnoName(errno);
    CPU_AND(&ofNode, &ofNode, &allowed);
    if (CPU_COUNT(&ofNode) == 0) return "no processor of NUMA node " + std::to_string(node) + " may be used";
    if (sched_setaffinity(0, sizeof(ofNode), &ofNode) != 0) return "sched_setaffinity: " + errnoName(errno);
    return {};
}

void allowOpenFiles(uint64_t needed) {
    rlimit limit{};
    if (needed == 0) return;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    constexpr uint64_t others = 64;  // descriptors of node, rings and this file's readers
    if (limit.rlim_cur >= needed + others) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < needed + others)
        throw JobError("OPEN_FILES", std::to_string(needed) + " files must be open at once but the limit is " +
                                         std::to_string(limit.rlim_cur) + " (ulimit -n)");
}

}  // namespace ioproof
