// Opening and closing the driver of the stand-in of cuFile, and what it tells of itself.
#include "test/standin/cufile/driver.h"

#include <cstdio>
#include <cstdlib>

using namespace ioproof;
using namespace ioproof::standin;

namespace {

/// Of cufile.log, as far as it tells the path.
void writeLog(const CufileState& state) {
    if (script().log.empty()) return;
    std::FILE* const log = std::fopen(script().log.c_str(), "a");
    if (log == nullptr) return;
    const bool direct = !state.compatForced && script().direct == Direct::All;
    std::fprintf(log, "%s\n", direct ? "NOTICE  stand-in of cuFile: open" : "NOTICE  running in compatible mode");
    std::fclose(log);
}

void crash() { std::abort(); }

cufile::Error openFirst(CufileState& state) {
    refresh(state);
    const auto parameter = [&](int number, bool otherwise) {
        const auto found = state.parameters.find(number);
        return found == state.parameters.end() ? otherwise : found->second;
    };
    state.compatAllowed = parameter(cufile::allowCompatMode, script().allowCompat);
    state.compatForced = parameter(cufile::forceCompatMode, script().forceCompat);
    if (script().direct == Direct::NoDriver && isStrict(state)) return failed(5001);
    state.statistics.stop();
    state.statistics.reset();
    state.transfers = state.reads = state.writes = 0;
    writeLog(state);
    if (script().exitCrash) std::atexit(crash);
    holdContexts(1);
    return fine;
}

cufile::Error close(const char* function) {
    if (const cufile::Error error = refusalWhenOpen(function); error.code != 0) return error;
    CufileState& state = cufileState();
    const std::lock_guard lock(state.mutex);
    if (state.opened > 1) {
        --state.opened;
        return fine;
    }
    if (!state.files.empty()) abortOver("cuFileDriverClose with files registered");
    if (state.buffers.count(-1) > 0) abortOver("cuFileDriverClose with memory registered");
    if (!state.batches.empty()) abortOver("cuFileDriverClose with batches left");
    state.opened = 0;
    holdContexts(-1);
    return fine;
}

/// Bits of the filesystems and devices that the driver serves.
uint32_t statusFlags() {
    switch (script().path) {
        case Path::Nvfs:
        case Path::Mixed: return 1u << 4;
        case Path::P2pdma: return 1u << 11;
        case Path::Rdma:
        case Path::Posix: return 1u << 1;
    }
    return 0;
}

}  // namespace

CufileState& ioproof::standin::cufileState() {
    static CufileState& state = *new CufileState;
    return state;
}

void ioproof::standin::refresh(CufileState& state) {
    const Script* const latest = &script();
    if (state.script != latest) state.parameters.clear();
    state.script = latest;
}

bool ioproof::standin::isStrict(const CufileState& state) { return !state.compatAllowed && !state.compatForced; }

cufile::Error ioproof::standin::refusalOf(const char* function) {
    if (const auto failure = script().failureOf(function)) return failed(failure->code, failure->cuda);
    return currentDevice() < 0 ? failed(5011, 201) : fine;
}

cufile::Error ioproof::standin::refusalWhenOpen(const char* function) {
    if (const cufile::Error error = refusalOf(function); error.code != 0) return error;
    return cufileState().opened > 0 ? fine : failed(5001);
}

STANDIN_API cufile::Error cuFileDriverOpen() {
    if (const cufile::Error error = refusalOf("cuFileDriverOpen"); error.code != 0) return error;
    CufileState& state = cufileState();
    const std::lock_guard lock(state.mutex);
    if (state.opened == 0) {
        if (const cufile::Error error = openFirst(state); error.code != 0) return error;
    }
    ++state.opened;
    return fine;
}

STANDIN_API cufile::Error cuFileDriverClose() { return close("cuFileDriverClose"); }

#ifndef STANDIN_OLD
STANDIN_API cufile::Error cuFileDriverClose_v2() { return close("cuFileDriverClose_v2"); }
#endif

STANDIN_API cufile::Error cuFileDriverGetProperties(cufile::DriverProperties* properties) {
    const cufile::Error error = refusalWhenOpen("cuFileDriverGetProperties");
    if (error.code != 0) return error;
    CufileState& state = cufileState();
    const std::lock_guard lock(state.mutex);
    const bool direct = !state.compatForced && script().direct == Direct::All;
    const bool nvfs = direct && (script().path == Path::Nvfs || script().path == Path::Mixed);
    *properties = {.majorVersion = nvfs ? 2u : 0u,
                   .minorVersion = nvfs ? 28u : 0u,
                   .pollThresholdKb = 4,
                   .maxDirectIoKb = 16384,
                   .statusFlags = direct ? statusFlags() : 0,
                   .controlFlags = state.compatAllowed || state.compatForced ? 2u : 0u,
                   .featureFlags = script().features,
                   .maxDeviceCacheKb = 131072,
                   .perBufferCacheKb = 1024,
                   .maxPinnedKb = 33554432,
                   .maxBatch = script().maxBatch,
                   .batchTimeoutMs = 5};
#ifdef STANDIN_OLD
    properties->maxBatch = properties->batchTimeoutMs;
    properties->batchTimeoutMs = 0;
#endif
    return fine;
}
