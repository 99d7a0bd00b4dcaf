// How a step of the probe went: whatever it throws becomes a code and a sentence.
#pragma once

#include "core/io_error.h"
#include "gpu/gpu_probe.h"

namespace ioproof {

/// True when the step threw nothing.
template <typename Step>
bool passes(GpuProbeStage& stage, Step step) {
    try {
        step();
        stage = {.ok = true, .code = {}, .reason = {}};
    } catch (const IoError& failed) {
        stage = {.ok = false, .code = failed.code(), .reason = failed.what()};
    } catch (const JobError& failed) {
        stage = {.ok = false, .code = failed.code(), .reason = failed.what()};
    } catch (const std::exception& failed) {
        stage = {.ok = false, .code = "NATIVE_FAILURE", .reason = failed.what()};
    }
    return stage.ok;
}

}  // namespace ioproof
