"""One module for each member state; `RETURNS` makes what each of them sends, in order."""

from . import bdi, egy, eth, ken, lby, mdg, mus, rwa, swz, syc, tun, uga, zwe

RETURNS = [module.make for module in (bdi, egy, eth, ken, lby, mdg, mus, rwa, swz, syc, tun, uga, zwe)]
