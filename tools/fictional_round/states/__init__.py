"""One module for each file or two that a member state sends; `RETURNS` makes what each of them holds, in order."""

from . import (
    bdi,
    cod,
    com,
    dji,
    egy,
    egy_residents,
    eri,
    eth,
    ken,
    ken_population,
    lby,
    mdg,
    mus,
    mus_population,
    mwi,
    rwa,
    rwa_residents,
    sdn,
    som,
    swz,
    syc,
    syc_citizenship,
    tun,
    tun_flows,
    uga,
    uga_balance,
    zmb,
    zwe,
    zwe_immigration,
)

MODULES = (
    bdi, com, cod, dji, egy, egy_residents, eri, eth, ken, ken_population, lby, mdg, mus, mus_population, mwi, rwa,
    rwa_residents, sdn, som, swz, syc, syc_citizenship, tun, tun_flows, uga, uga_balance, zmb, zwe, zwe_immigration,
)  # fmt: skip
RETURNS = [module.make for module in MODULES]
