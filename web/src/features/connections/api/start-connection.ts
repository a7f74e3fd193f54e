import { useMutation } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { Platform } from "~/shared/api/types";
import { keepConsent } from "../model/consent";

export interface Start {
  platform: Platform;
  /** The account whose sign-in is renewed; without it, new accounts are connected. */
  account_id?: string;
}

export function useStartConnection() {
  return useMutation({
    mutationFn: (start: Start) => body(api.POST("/connections", { body: start })),
    onSuccess: ({ id, consent_url }) => keepConsent(id, consent_url),
  });
}
